"""What one must be allowed to do: known for everything Slack can send, and nothing is drawn that would be refused."""

from handlers import commands, routes
from handlers.access import needs
from handlers.access.needs import permitted
from handlers.accounts.words import VERBS as ACCOUNT_VERBS
from handlers.slack.blocks import Block, actions, button, menu, section
from handlers.slack.ids import Do
from handlers.slack.views import ChoiceView
from models.domain.permissions import Action


def test_everything_slack_can_send_has_its_need_and_nothing_else_has() -> None:
    known = (
        routes.COMMANDS, routes.CLICKS, routes.EVENTS, routes.FORMS, routes.CHECKED_FORMS,
        routes.READING_FORMS, routes.SHORTCUTS, routes.SUGGESTIONS,
    )  # fmt: skip

    assert {name for table in known for name in table} == set(needs.NEEDS)


def test_every_verb_has_its_need() -> None:
    assert set(commands.VERBS) == set(needs.TASK_VERBS)
    assert {*ACCOUNT_VERBS, "list"} - {"held"} == set(needs.ACCOUNT_VERBS)


def _only_see(action: Action) -> bool:
    return action is Action.SEE


def test_buttons_that_would_be_refused_are_not_drawn() -> None:
    blocks = [
        actions("a", button("Refresh", Do.REFRESH), button("Cancel execution", Do.CANCEL_SELECTED)),
        actions("b", button("New tasks", Do.NEW_TASKS)),
        section("words", accessory=button("Release", Do.RELEASE)),
    ]

    first, second = permitted(blocks, _only_see)

    assert [one["action_id"] for one in first["elements"]] == [Do.REFRESH]
    assert second == section("words")


def test_a_rows_menu_keeps_what_may_be_done() -> None:
    entries = [ChoiceView(text=text, value=text) for text in ("retry", "cancel", "details", "note")]
    card: Block = section("words", accessory=menu(Do.ROW_MENU, entries))

    (seen,) = permitted([card], _only_see)

    assert [one["value"] for one in seen["accessory"]["options"]] == ["details", "note"]
    assert permitted([card], lambda _: True) == [card]
