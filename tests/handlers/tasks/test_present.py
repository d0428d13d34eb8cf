"""The card of one task: which buttons fit, and why it waits."""

from zoneinfo import ZoneInfo

import pytest

from handlers.slack.views import News
from handlers.tasks import present
from handlers.tasks.views import CardView
from models.domain.lifecycle import LoginStatus, Status
from models.domain.values.accounts import OpenHold
from models.domain.values.rows import AttemptRow, TaskDetail
from tests.handlers.strategies import NOW


def _card(  # noqa: PLR0913 - each test changes one of them
    status: Status,
    *,
    again_by: str = "",
    ahead: int = 0,
    blocker: int | None = None,
    attempts: int = 1,
    by: str = "U0ANA",
    why: str = "",
) -> CardView:
    rows = [
        AttemptRow(
            number=n, status=Status.WAITING, by=by, asked_at=NOW, started_at=NOW, ended_at=NOW, result="",
            note_link="https://slack.example/p1" if n == 1 else "",
        )
        for n in range(1, attempts + 1)
    ]  # fmt: skip
    task = TaskDetail(
        id=4711, type="create_page", params={"page_name": "Acme"}, status=status, operation_user=by, again_by=again_by,
        created_at=NOW, started_at=None, ended_at=None, account_id=1, login="ann", user_id="1001", group="emea",
        login_status=LoginStatus.UNKNOWN, result="", note_link="", why="", channel="C0OPS", ts="", attempts=tuple(rows),
        ahead=ahead, blocker=blocker, canceled_by="U0CAT", hold=OpenHold(why=why, by="", at=NOW) if why else None,
    )  # fmt: skip
    return present.card(task, thread_link="", news=News(), zone=ZoneInfo("UTC"), now=NOW)


@pytest.mark.parametrize("status", Status)
def test_only_what_waits_can_be_cancelled_and_everything_else_retried(status: Status) -> None:
    card = _card(status)

    assert card.can_cancel == (status is Status.WAITING)
    assert card.can_retry == (status is not Status.WAITING)


def test_what_runs_again_anyway_offers_no_second_retry() -> None:
    assert not _card(Status.EXECUTING, again_by="U0BEN").can_retry


@pytest.mark.parametrize(
    ("ahead", "blocker", "words"),
    [
        (0, None, "Waits for a free worker."),
        (1, None, "1 task of the same account is before it."),
        (3, None, "3 tasks of the same account are before it."),
        (3, 4700, "Waits until #4700 has let go of the account."),
    ],
)
def test_a_waiting_task_says_what_for(ahead: int, blocker: int | None, words: str) -> None:
    assert _card(Status.WAITING, ahead=ahead, blocker=blocker).explained == words
    assert _card(Status.ENDED, ahead=ahead, blocker=blocker).explained == ""


def test_the_card_shows_the_parameters_by_their_labels() -> None:
    card = _card(Status.ENDED)
    fields = {field.label: field.words for field in card.fields}

    assert fields["Page name"] == "Acme"
    assert (card.account.label, card.account.words) == ("Account ID", "ann\n1001")
    assert fields["Operation user"] == "<@U0ANA>"


def test_the_newest_ten_attempts_are_shown_newest_first() -> None:
    lines = _card(Status.ENDED, attempts=12).attempts

    assert [words.split("*")[1] for words in lines] == [f"Attempt {n}" for n in range(12, 2, -1)]


def test_an_attempt_links_to_its_own_note() -> None:
    newest, oldest = _card(Status.ENDED, attempts=2).attempts

    assert "<https://slack.example/p1|Status note>" in oldest
    assert "Status note" not in newest


def test_an_attempt_nobody_asked_for_is_bellhops_own() -> None:
    assert _card(Status.ENDED, by="").attempts[0].endswith("Bellhop · <https://slack.example/p1|Status note>")


def test_why_an_account_is_held_is_said_before_all_else() -> None:
    card = _card(Status.WAITING, why="checkpoint: <so>", ahead=3, blocker=4700)

    assert card.explained == "Waits until its account is released. checkpoint: &lt;so&gt;"
