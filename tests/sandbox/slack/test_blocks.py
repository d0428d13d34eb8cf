"""Every limit of Block Kit, without a server."""

from typing import Any

import pytest

from bot.sandbox.slack.blockkit.surfaces import message_findings, view_findings

from .drawings import (
    actions,
    button,
    data_table,
    field,
    home,
    modal,
    option,
    plain,
    section,
    select,
    text_field,
)

LONG = "x" * 4000


def said(blocks: list[Any]) -> list[str]:
    return [str(finding) for finding in message_findings(blocks)]


GOOD: list[Any] = [
    section("text"),
    section("text", fields=[plain("a"), plain("b")], accessory=button("A", "a")),
    section("text", accessory={"type": "image", "image_url": "https://x/y.png", "alt_text": "y"}),
    {"type": "header", "text": plain("Header"), "level": 2},
    {"type": "divider"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "as of"}]},
    {"type": "markdown", "text": "# title"},
    actions(select("Pick", "s", "A", "B"), button("Go", "go", style="danger", value="1")),
    actions({**select("Pick", "s", "A"), "initial_option": option("A")}),
    actions(select("Search", "s", kind="external_select")),
    data_table(100, 10),
    {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "a"}]],
        "column_settings": [None, {"align": "right"}],
    },
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    },
    {"type": "image", "image_url": "https://x/y.png", "alt_text": "y"},
    {"type": "container", "title": plain("More"), "child_blocks": [section("x")], "is_collapsible": True},
    {"type": "card", "title": plain("Card"), "actions": [button("A", "a")]},
    {
        "type": "data_visualization",
        "title": "Outcomes",
        "chart": {"type": "pie", "segments": [{"label": "ended", "value": 3}]},
    },
    {"type": "plan", "title": "Plan", "tasks": [{"task_id": "1", "title": "a", "status": "pending"}]},
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_sound_blocks_pass(block: Any):
    assert said([block]) == []


BAD: list[tuple[Any, str]] = [
    (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    (
        section("a", fields=[plain("x" * 2001)]),
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (section("a", fields=[plain("x")] * 11), "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    (section("a", colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    ({"type": "sections"}, "unsupported type: sections [json-pointer:/blocks/0/type]"),
    ({"type": "alert", "text": plain("x")}, "unsupported type: alert [json-pointer:/blocks/0/type]"),
    (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    (
        actions(*[button("A", str(n)) for n in range(26)]),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        actions(button("x" * 76, "a")),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        actions(button("A", "a", value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        actions(button("A", "a", style="warning")),
        "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    (
        actions(button("A", "x" * 256)),
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        actions(select("P", "s", *map(str, range(101)))),
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions(select("P", "s")),
        "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    (
        actions({**select("P", "s", "x" * 76)}),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    (
        actions({**select("P", "s", "A"), "initial_option": option("B")}),
        "must exactly match one of the provided options [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    (
        actions({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]}),
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        actions({"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    (
        {"type": "markdown", "text": "x" * 12_001},
        "must be less than 12001 characters [json-pointer:/blocks/0/text]",
    ),
    (
        {"type": "image", "image_url": "https://x"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    (data_table(101), "no more than 101 items allowed [json-pointer:/blocks/0/rows]"),
    (data_table(0), "no fewer than 2 items allowed [json-pointer:/blocks/0/rows]"),
    (data_table(1, 21), "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    (data_table(1, 1, ""), "must be more than 0 characters [json-pointer:/blocks/0/rows/1/0/text]"),
    (
        data_table(100, 10, "x" * 20),
        "cells must have no more than 20000 characters in all [json-pointer:/blocks/0/rows]",
    ),
    (data_table(page_size=101), "must be between 1 and 100 [json-pointer:/blocks/0/page_size]"),
    (
        data_table()
        | {"rows": [[{"type": "raw_text", "text": "a"}], [{"type": "raw_text", "text": "b"}] * 2]},
        "all rows must have the same number of cells [json-pointer:/blocks/0/rows/1]",
    ),
    (
        data_table() | {"rows": [[{"type": "raw_number", "value": 1}], [{"type": "raw_number", "value": 1}]]},
        "header cells must be raw_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    (
        {"type": "file", "external_id": "x", "source": "remote"},
        "file blocks cannot be added by apps [json-pointer:/blocks/0]",
    ),
]


@pytest.mark.parametrize(("block", "finding"), BAD, ids=[finding[:60] for _, finding in BAD])
def test_unsound_blocks_are_found_where_they_are(block: Any, finding: str):
    assert finding in said([block])


def test_rules_that_span_blocks():
    assert said([section("x")] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert said([section("x", block_id="b")] * 2) == [
        "`block_id` b already exists [json-pointer:/blocks/1/block_id]"
    ]
    assert said([data_table(50, 10, "x" * 25)] * 2) == [
        "data_table cells must have no more than 20000 characters in all [json-pointer:/blocks]"
    ]
    one_table = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
    assert said([one_table, one_table]) == ["no more than 1 table blocks allowed [json-pointer:/blocks]"]


@pytest.mark.parametrize(
    ("view", "finding"),
    [
        (modal("x" * 25), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal("T", *[section("x")] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal("T", data_table()), "unsupported type: data_table [json-pointer:/view/blocks/0/type]"),
        (
            modal("T", private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (
            modal("T", submit_disabled=True),
            "invalid additional property: submit_disabled [json-pointer:/view]",
        ),
        (
            {name: part for name, part in modal("T", text_field("N", "n")).items() if name != "submit"},
            "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
        ),
        (
            home({"type": "alert", "text": plain("x")}),
            "unsupported type: alert [json-pointer:/view/blocks/0/type]",
        ),
        (home(GOOD[-2]), "unsupported type: data_visualization [json-pointer:/view/blocks/0/type]"),
        (
            modal("T", text_field("A", "a", focus_on_load=True), text_field("B", "b", focus_on_load=True)),
            "only one element can have `focus_on_load` [json-pointer:/view/blocks/1/element]",
        ),
        (
            modal("T", field("x" * 2001, {"type": "plain_text_input"})),
            "must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]",
        ),
    ],
)
def test_views_are_judged_as_a_whole(view: Any, finding: str):
    assert finding in [str(found) for found in view_findings(view)]


def test_a_home_tab_takes_a_data_table():
    assert view_findings(home(section("x"), data_table(100, 10))) == []
