"""Permissions: known for everything Slack can send, and controls that would be refused are not drawn."""

import pytest

from handlers import routes
from handlers.access.needs import permitted
from handlers.slack import routing
from handlers.slack.blocks import Block, actions, button, menu, section
from handlers.slack.ids import Do, Identifier, Slash
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.slack.views import ChoiceView
from models.domain.permissions import Action


def test_an_id_without_its_need_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="needs"):

        class Unlocked(Identifier):
            PRESS = "press"


def test_an_id_that_nothing_answers_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    routes.collect()
    monkeypatch.delitem(routing.click, Do.UNDO)

    with pytest.raises(LookupError, match="undo"):
        routes.collect()


def test_a_verb_that_nothing_does_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    routes.collect()
    monkeypatch.delitem(routing.verbs, (Slash.TASKS, "export"))

    with pytest.raises(LookupError, match="/tasks export"):
        routes.collect()


def test_an_id_is_answered_once() -> None:
    routes.collect()

    with pytest.raises(ValueError, match="undo is answered twice"):
        routing.click(Do.UNDO)(_nothing)


def test_nothing_that_is_silent_or_a_part_is_answered() -> None:
    routes.collect()
    answered = {*routing.click, *routing.form, *routing.checked_form, *routing.reading_form}

    assert not answered & (routes.SILENT | routes.PARTS)


async def _nothing(_request: Request, _services: Services) -> None: ...


def _only_see(action: Action) -> bool:
    return action is Action.SEE


def test_buttons_that_would_be_refused_are_not_drawn() -> None:
    blocks = [
        actions("a", button("Refresh", Do.REFRESH), button("Cancel execution", Do.CANCEL_SELECTED)),
        actions("b", button("New tasks", Do.NEW_TASKS)),
        section("words", accessory=button("Release", Do.RELEASE)),
    ]

    first, second = permitted(blocks, _only_see)

    assert [element["action_id"] for element in first["elements"]] == [Do.REFRESH]
    assert second == section("words")


def test_a_rows_menu_keeps_what_may_be_done() -> None:
    entries = [ChoiceView(text=text, value=text) for text in ("retry", "cancel", "details", "note")]
    card: Block = section("words", accessory=menu(Do.ROW_MENU, entries))

    (drawn,) = permitted([card], _only_see)

    assert [entry["value"] for entry in drawn["accessory"]["options"]] == ["details", "note"]
    assert permitted([card], lambda _: True) == [card]
