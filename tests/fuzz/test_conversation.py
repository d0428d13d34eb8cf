"""Whatever Slack may deliver is answered: within Slack's limits, waking nobody, and changing nothing for who may not."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers import routes
from handlers.slack import routing
from handlers.slack.ids import Do
from tests.fuzz.harness import payloads
from tests.fuzz.harness.effort import all_of, tries
from tests.fuzz.harness.payloads import values
from tests.fuzz.harness.stage import PEOPLE, Stage
from tests.fuzz.harness.texts import commands, usages
from tests.fuzz.harness.verdict import findings
from tests.models.examples import ExampleDatabase

routes.collect()
_FORMS = (*routing.form, *routing.reading_form, *routing.checked_form)
_people = st.sampled_from(sorted(PEOPLE))
_URL = "https://hooks.example/1"


@pytest.fixture
def stage(examples: ExampleDatabase) -> Stage:
    return Stage(examples)


def _answers(stage: Stage, kind: str, name: str, who: str, payload: dict[str, Any]) -> None:
    answers = stage.play(kind, name, user=PEOPLE[who], **payload)

    assert findings(answers) == []
    if who == "nobody" or stage.refused or answers.errors:
        assert stage.changed == []


@tries(150, long=200_000)
@all_of({"who": who, "command": command, "text": text} for who in PEOPLE for command, text in usages())
@given(who=_people, command=st.sampled_from(sorted(routing.command)), text=commands)
@example(who="admin", command="/tasks", text=f"account:{'x' * 150}")
@example(who="admin", command="/accounts", text=f"hold {'x' * 300}")
@example(who="admin", command="/accounts", text=f"group:{'x' * 300}")
@example(who="admin", command="/tasks", text="group:")
@example(who="admin", command="/tasks", text="id:3")
@example(who="admin", command="/accounts", text="release")
@example(who="admin", command="/accounts", text="a\x00b")
@example(who="admin", command="/tasks", text=f"access everyone none {'x' * 300}")
def test_a_command_of_any_kind_is_answered(stage: Stage, who: str, command: str, text: str) -> None:
    _answers(stage, "command", command, who, {"command": command, "text": text})


def test_the_way_to_older_rows_of_the_audit_fits_its_button_however_long_the_words_were(stage: Stage) -> None:
    answers = stage.play(
        "command", "/tasks", user=PEOPLE["admin"], command="/tasks", text="audit " + "1w " * 660
    )

    assert [
        block["elements"][0]["value"].partition(";")[2] for block in answers.messages[0]["blocks"][-1:]
    ] == ["1w"]


def _click(action: str, value: str, block: str, places: dict[str, Any]) -> dict[str, Any]:
    element = {"action_id": action, "block_id": block, "value": value}
    return {"actions": [element], "response_url": _URL, **places}


_places = st.fixed_dictionaries(
    {},
    optional={
        "message": st.fixed_dictionaries({"ts": st.sampled_from(["", "17.1"]), "text": values}),
        "view": st.fixed_dictionaries(
            {"id": st.just("V1"), "type": st.sampled_from(["modal", "home"]), "private_metadata": values}
        ),
        "state": st.fixed_dictionaries({"values": payloads.states()}) | st.none(),
        "container": st.none() | st.just({"channel_id": "C0OPS"}),
        "channel": st.none() | st.fixed_dictionaries({"id": st.sampled_from(["C0OPS", "D0ANA", ""])}),
        "response_url": st.just(""),
    },
)
_blocks = values | st.builds(
    "{0}:{1}".format, st.sampled_from(["page:19ab:2", "view", "rule", "alert"]), values
)


@tries(200, long=100_000)
@all_of({"who": "admin", "action": do, "value": "1", "block": "b", "places": {}} for do in routing.click)
@given(
    who=_people, action=st.sampled_from(sorted(routing.click)), value=values, block=_blocks, places=_places
)
@example(who="admin", action=Do.SHARE, value="[" * 2900, block="b", places={})
@example(who="admin", action=Do.SHARE, value="1;20;;", block="b", places={})
@example(who="admin", action=Do.RETRY_ONE, value="x", block="b", places={})
@example(who="admin", action=Do.CANCEL_ONE, value="9999999999", block="b", places={})
@example(who="admin", action=Do.CANCEL_ALL, value="", block="b", places={"view": {"private_metadata": "["}})
@example(who="admin", action=Do.CANCEL_ALL, value="", block="b", places={"view": {"private_metadata": "5"}})
@example(who="admin", action=Do.REFRESH, value="1;20;a1.99999999999;", block="b", places={})
@example(who="viewer", action=Do.ROW_MENU, value="cancel", block="1;20;;", places={})
@example(who="viewer", action=Do.ROW_MENU, value="retry", block="1;20;;", places={})
@example(who="operator", action=Do.ROW_MENU, value="cancel", block="5;20;;", places={})
@example(who="admin", action=Do.REMOVE_GRANT, value=f"U0BEN;{'x' * 300}", block="b", places={})
def test_a_click_on_anything_is_answered(
    stage: Stage, who: str, action: str, value: str, block: str, places: dict[str, Any]
) -> None:
    _answers(stage, "action", action, who, _click(action, value, block, places))


@tries(200, long=100_000)
@all_of(
    {"who": "admin", "form": form, "private": private, "filled": payloads.filled_in(texts, "check", "emea")}
    for form in _FORMS
    for private in ("", "1")
    for texts in (["new", "4711"], ["emea0"], [])
)
@given(
    who=_people,
    form=st.sampled_from(sorted(_FORMS)),
    private=values,
    filled=payloads.states() | payloads.sound_forms,
)
@example(who="admin", form="filter", private="1;20;;", filled={})
@example(
    who="admin", form="filter", private="{}", filled={"from": {Do.FILL_FILTER: {"selected_date": "soon"}}}
)
@example(who="admin", form="filter", private="{}", filled={"status": {Do.FILL_FILTER: {"value": "gone"}}})
@example(who="admin", form="filter", private="{}", filled={"id": {Do.FILL_FILTER: {"value": "9" * 5000}}})
@example(who="admin", form="filter", private="{}", filled={"id": None})
@example(who="admin", form="new_tasks", private="", filled={"type": {Do.CHOOSE_TYPE: {"selected_option": 5}}})
@example(who="admin", form="confirm_cancel", private='{"operation": 99999999999}', filled={})
def test_a_form_with_anything_in_it_is_answered(
    stage: Stage, who: str, form: str, private: str, filled: dict[str, Any]
) -> None:
    view = {
        "id": "V1", "root_view_id": "V0", "callback_id": form, "private_metadata": private, "title": {"text": "Title"},
        "blocks": [{"type": "input", "block_id": "first"}], "state": {"values": filled},
    }  # fmt: skip
    _answers(stage, "view", form, who, {"view": view})


@tries(100, long=20_000)
@example(who="admin", menu=Do.CHOOSE_ACCOUNTS, typed="🦊" * 20_000, block="b")
@given(who=_people, menu=st.sampled_from(sorted(routing.suggestion)), typed=values, block=_blocks)
def test_a_menu_is_filled_whatever_is_typed_into_it(
    stage: Stage, who: str, menu: str, typed: str, block: str
) -> None:
    _answers(stage, "options", menu, who, {"action_id": menu, "value": typed, "block_id": block})


@tries(50, long=20_000)
@given(who=_people, tab=st.sampled_from(["home", "messages", ""]), text=values)
def test_events_and_shortcuts_are_answered(stage: Stage, who: str, tab: str, text: str) -> None:
    event = {"type": "app_home_opened", "user": PEOPLE[who], "tab": tab}
    _answers(stage, "event", "app_home_opened", who, {"event": event, "event_id": f"E{tab}{text}"})
    for shortcut in routing.shortcut:
        _answers(stage, "shortcut", shortcut, who, {"callback_id": shortcut, "message": {"text": text}})
