"""Slack's payloads, decoded in one place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.request import Request, decode

_COMMAND = {
    "command": "/tasks", "text": "1w", "user_id": "U0ANA", "channel_id": "C0OPS", "trigger_id": "13.37",
    "response_url": "https://hooks.example/1",
}  # fmt: skip
_CLICK: dict[str, Any] = {
    "type": "block_actions", "user": {"id": "U0ANA"}, "channel": {"id": "C0OPS"}, "trigger_id": "13.38",
    "message": {"ts": "17.1", "text": "Filter: none"},
    "actions": [{"action_id": "rows_per_page", "block_id": "page:1:2", "selected_option": {"value": "50"}}],
    "state": {"values": {"rows:19ab": {"select_tasks": {"selected_options": [{"value": "1"}, {"value": "2"}]}}}},
}  # fmt: skip
_FORM = {
    "type": "view_submission", "user": {"id": "U0ANA"}, "trigger_id": "13.39",
    "view": {
        "id": "V1", "root_view_id": "V0", "callback_id": "filter", "private_metadata": "{}",
        "state": {"values": {"from": {"f": {"selected_date": "2026-11-01"}}, "by": {"f": {"selected_user": "U0BEN"}}}},
    },
}  # fmt: skip


def test_a_command_says_who_where_and_what() -> None:
    assert decode(_COMMAND) == Request(
        key="trigger:13.37", user="U0ANA", channel="C0OPS", command="/tasks", text="1w", trigger_id="13.37",
        response_url="https://hooks.example/1",
    )  # fmt: skip


def test_a_click_says_which_element_and_what_was_ticked() -> None:
    request = decode(_CLICK)

    assert (request.action, request.block, request.value) == ("rows_per_page", "page:1:2", "50")
    assert (request.message_ts, request.message_text) == ("17.1", "Filter: none")
    assert request.chosen("rows:", "select_tasks") == ("1", "2")


def test_a_form_says_its_view_and_what_was_filled_in() -> None:
    request = decode(_FORM)

    assert (request.view_id, request.root_view_id, request.callback, request.private) == (
        "V1",
        "V0",
        "filter",
        "{}",
    )
    assert request.chosen("from", "f") == ("2026-11-01",)
    assert request.chosen("by", "f") == ("U0BEN",)


@pytest.mark.parametrize(("block", "action"), [("from", "other"), ("nowhere", "f"), ("to", "f")])
def test_what_was_not_filled_in_is_nothing(block: str, action: str) -> None:
    assert decode(_FORM).chosen(block, action) == ()


@pytest.mark.parametrize("body", [_COMMAND, _CLICK, _FORM, {"type": "x", "actions": None}])
def test_the_same_delivery_has_the_same_key_however_often_it_comes(body: dict[str, Any]) -> None:
    assert decode(body).key == decode(dict(reversed(body.items()))).key


def test_two_deeds_have_two_keys() -> None:
    assert decode(_CLICK).key != decode(_CLICK | {"trigger_id": "13.40"}).key
    assert decode({"a": 1}).key != decode({"a": 2}).key


@given(
    st.dictionaries(
        st.sampled_from(sorted({*_COMMAND, "value", "action_id", "block_id"})), st.text() | st.none()
    )
)
def test_what_is_not_there_is_empty(body: dict[str, str | None]) -> None:
    request = decode(body)

    texts = {
        name: value for name, value in vars(request).items() if name not in {"home", "state", "actor", "may"}
    }

    assert all(isinstance(value, str) for value in texts.values())


def test_a_delivery_with_nothing_in_it_is_read() -> None:
    assert decode({}).user == ""


def test_nobody_waits_on_a_message_for_what_another_asked_for_there() -> None:
    ana, ben = (
        Request(key="1", user="U0ANA", channel="C0OPS", message_ts="17.1"),
        Request(key="2", user="U0BEN", channel="C0OPS", message_ts="17.1"),
    )

    assert ana.surface == ben.surface
    assert ana.turn != ben.turn
