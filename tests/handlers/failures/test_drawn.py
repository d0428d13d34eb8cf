"""What each reader sees of the failures, and of the question before tasks run again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person, finding
from handlers.batches import present_plan
from handlers.failures import show
from handlers.slack.blocks import Block
from handlers.slack.request import Request
from models.domain.filters import EVERYTHING, ListState
from models.domain.lifecycle import LoginStatus, Status
from models.domain.permissions import Actor, Grant, Role, authority
from models.domain.triage.outcome import Outcome
from models.domain.triage.titles import TITLES
from models.domain.values.batches.plans import Plan
from models.domain.values.rows import TaskRow
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from tests.factories import ended, waiting_tasks
from tests.handlers.recording_slack import RecordingSlack
from tests.handlers.strategies import NOW

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


async def _morning(sealer: Sealer) -> None:
    """Of two groups, in each one task that the site failed, and one account with a wrong password."""
    for group in ("emea", "apac"):
        site, closed = await waiting_tasks(2, sealer, group=group)
        await ended(site, status=Status.UNKNOWN_ERROR, result="An error.", cause="site_error")
        await ended(
            closed,
            login=LoginStatus.WRONG_PASSWORD,
            result="Not done: wrong password: so.",
            cause="wrong_password",
        )


async def _drawn(*given: Grant) -> tuple[str, set[str], list[Block]]:
    """What somebody with these grants reads, and the buttons they have."""
    may = authority(Actor(user="U0WHO", subjects=("U0WHO",)), given)
    services = replace(RecordingSlack().services(), now=lambda: datetime.now(UTC))
    request = Request(key="1", user="U0WHO", channel="C0OPS", may=may)
    _, blocks = await show.drawn(ListState(filter=EVERYTHING), request, services)
    message = {"type": "message", "blocks": blocks}
    return Person.reads(message), set(finding.buttons(message)), blocks


def _grant(role: Role, group: str = "*") -> Grant:
    return Grant(subject="U0WHO", role=role, group=group)


async def test_a_viewer_sees_all_groups_and_no_button_that_would_be_refused(sealer: Sealer) -> None:
    await _morning(sealer)

    shown, buttons, _ = await _drawn(_grant(Role.VIEWER))

    assert "4 tasks failed*: 2 causes. 2 can succeed now" in shown
    assert "*Wrong password* · 2 tasks · 2 accounts" in shown
    assert buttons == {"Show all", "Refresh", "Show"}


async def test_a_viewer_may_end_the_hold_of_an_account_of_their_own(sealer: Sealer) -> None:
    await _morning(sealer)
    await Account.filter(login="apac01").update(owner="U0WHO")

    _, buttons, _ = await _drawn(_grant(Role.VIEWER))

    assert buttons == {"Show all", "Refresh", "Show", "New password…"}


async def test_an_operator_of_a_group_is_told_what_can_succeed_there(sealer: Sealer) -> None:
    await _morning(sealer)

    shown, buttons, _ = await _drawn(_grant(Role.OPERATOR, "emea"))

    assert "4 tasks failed*: 2 causes. 1 can succeed now in the groups in which you may act" in shown
    assert {"Re-execute the 1 that can succeed", "Re-execute 1", "New password…"} <= buttons


async def test_where_several_accounts_are_on_hold_a_menu_offers_them(sealer: Sealer) -> None:
    await _morning(sealer)

    _, buttons, blocks = await _drawn(_grant(Role.ADMIN))

    assert {"Re-execute the 2 that can succeed", "Re-execute 2"} <= buttons
    menus = [
        part for block in blocks for part in block.get("elements", ()) if part["type"] == "static_select"
    ]
    assert [[option["text"]["text"] for option in menu["options"]] for menu in menus] == [
        ["apac01", "emea01"]
    ]


async def test_where_nothing_failed_the_screen_says_so() -> None:
    shown, buttons, _ = await _drawn(_grant(Role.ADMIN))

    assert "Nothing failed." in shown
    assert buttons == {"Refresh"}


def test_the_question_before_tasks_run_again_has_at_most_eight_lines() -> None:
    made = TaskRow(
        id=1, type="create_page", login="ann", user_id="", login_status=LoginStatus.LOGGED_IN, status=Status.ENDED,
        result="Page Shop (ID 1)", outcome=Outcome.DONE, note_link="", created_at=NOW, started_at=None, ended_at=None,
        operation_user="U0ANA",
    )  # fmt: skip
    hopeless = dict.fromkeys([*TITLES, "held"], 7)
    plan = Plan(
        id=12, kind="repeat", size=1000, counts={Status.WAITING: 3, Status.EXECUTING: 2}, first=(1,), seconds=44,
        second_ids=(1,), dry=12, dry_accounts=4, hopeless=hopeless,
    )  # fmt: skip

    view = present_plan.question(plan, [made], [made] * 20)

    lines = "\n".join([view.will, *view.warnings, *view.spared]).splitlines()
    assert len(lines) == 8
    assert lines[2] == ":warning: 44 tasks can make a *second* page or business manager, such as #1."
    assert lines[3] == ":warning: 12 tasks have no proxy: 4 accounts. Fix the proxy first."
    assert view.leave_out == f"Leave those {12 + 7 * len(hopeless)} out"
    assert max(map(len, lines)) < 120
