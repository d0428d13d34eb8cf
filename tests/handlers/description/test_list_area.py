"""Sections 1, 2.1 and 2.1.2: what the console is for, and the list area."""

import asyncio
import base64
import hashlib
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.finding import button
from bot.sandbox.slack.person import PATIENCE
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Evidence
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.tasks import Task
from models.tasks import bulk, claims
from tests.factories import claimed, ended, waiting_tasks
from tests.handlers.description.conftest import Ask, names, shown_ids, table

pytestmark = pytest.mark.usefixtures("bot")

_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


async def _ended_with_a_picture(task_id: int) -> None:
    held, now = await claimed(task_id), datetime.now(UTC)
    assert await claims.begin(held, now=now)
    digest = hashlib.sha256(_DOT).hexdigest()
    picture = Evidence(data=_DOT, mime="image/png", width=1, height=1, sha256=digest)
    ending = AttemptOutcome(
        status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="logged in", evidence=picture
    )
    assert await claims.settle(held, ending, now=now)


async def _linked(task_id: int) -> None:
    """Wait until the list knows where the note is: a moment after it can be seen."""
    async with asyncio.timeout(PATIENCE):
        while not (await Task.get(id=task_id)).note_link:  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.02)


async def test_task_details_can_be_viewed(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Task management allows to view tasks details performed in account management, including task execution status,
    execution results, and status note of tasks performed by target accounts
    """
    await ana.say(f"/tasks {tasks[3]}")

    card = ana.reads(await ana.wait_for_view(f"Task #{tasks[3]}"))
    assert all(words in card for words in ("Execution ends", "so it came: Execution ends", "emea03"))


async def test_newest_first(ana: Person, ask: Ask, tasks: list[int], sealer: Sealer) -> None:
    """All tasks will be sorted in descending order according to the start time."""
    later = await waiting_tasks(2, sealer)
    await Task.filter(id=tasks[1]).update(created_at=datetime(2026, 1, 31, tzinfo=UTC))

    assert shown_ids(await ask("")) == [*later[::-1], *tasks[:1:-1], tasks[0], tasks[1]]


async def test_three_areas(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Task management interface includes filter area, list area and paging area;"""
    message = await ask("")

    assert {"Filter", "Reset", "Refresh", "2 waiting"} < names(message)
    assert len(table(message)) == len(tasks)
    assert "Total 7 · Page 1 of 1 · 20 per page" in ana.reads(message)


async def test_header(ask: Ask, tasks: list[int]) -> None:
    """The header is the beginning of the table and is used to classify data;"""
    assert list(table(await ask(""))[0]) == [
        "Task ID", "Task type", "Account ID", "Login status", "Execution status",
        "Execution result", "Status note", "Creation time", "End time", "Operation user",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "waits", "is_over"),
    [
        ("Task ID", "#1", "#4"),  # unique ID of a task;
        ("Task type", "Check", "Check"),  # the type of performed task;
        # the login account of the FB user, the second line is the user ID;
        ("Account ID", "emea00\n10000000", "emea03\n10000003"),
        # login status of a user in the task after checking login status;
        ("Login status", "unknown", "logged in"),
        ("Execution status", "Waiting to execution", "Execution ends"),  # status of a task
        (
            "Execution result",
            "–",
            "so it came: Execution ends",
        ),  # the result after the execution of the task;
        ("Operation user", "U0ANA", "U0ANA"),  # The user who executes the task;
    ],
)
async def test_columns(ask: Ask, tasks: list[int], column: str, waits: str, is_over: str) -> None:
    """Task ID, Task type, Account ID, Login status, Execution status, Execution result, Operation user."""
    rows = {row["Task ID"]: row for row in table(await ask(""))}

    assert (rows["#1"][column], rows["#4"][column]) == (waits, is_over)


async def test_retry_in_the_box(ana: Person, ask: Ask, tasks: list[int]) -> None:
    """Execution status: status of a task, users can click Retry task in the box to execute the task again;"""
    message = await ask(f"cards id:{tasks[4]}")
    assert "Unknown error" in ana.reads(message)

    await ana.click(message, "Retry task")

    await ana.wait_for_message("Re-executed 1 · Skipped 0")
    assert (await Task.get(id=tasks[4])).status is Status.WAITING


async def test_status_note(ana: Person, ask: Ask, sealer: Sealer) -> None:
    """Status note: screenshot about the details of the task;"""
    tasks = await waiting_tasks(2, sealer)
    await _ended_with_a_picture(tasks[0])
    note = await ana.wait_for_message(f"#{tasks[0]} · Check · Execution ends")
    assert await ana.download(note["files"][0]) == _DOT
    await _linked(tasks[0])

    row = table(await ask(f"id:{tasks[0]}"))[0]
    before = table(await ask(f"id:{tasks[1]}"))[0]

    assert (row["Status note"], before["Status note"]) == ("Status note", "–")
    entry, _ = button(await ask(f"cards id:{tasks[0]}"), "Status note")
    assert note["ts"].replace(".", "") in str(entry.element["options"])


async def test_creation_and_end_time(ask: Ask, tasks: list[int]) -> None:
    """Creation time: the time when the task starts; End time: the time when the task ends;"""
    await Task.filter(id=tasks[3]).update(
        created_at=datetime(2026, 1, 30, 22, 15, tzinfo=UTC),
        ended_at=datetime(2026, 1, 31, 23, 5, tzinfo=UTC),
    )

    rows = {row["Task ID"]: row for row in table(await ask(""))}

    # Ana is in Madrid.
    assert (rows["#4"]["Creation time"], rows["#4"]["End time"]) == (
        "30\u00a0Jan,\u00a023:15",
        "1\u00a0Feb,\u00a000:05",
    )
    assert rows["#1"]["End time"] == "–"


async def test_the_user_of_the_newest_attempt(ask: Ask, tasks: list[int], now: datetime) -> None:
    """Operation user: The user who executes the task;"""
    await bulk.repeat([tasks[3]], by="U0BEN", batch_id=None, now=now)

    assert {row["Task ID"]: row["Operation user"] for row in table(await ask(""))}["#4"] == "U0BEN"


async def test_accounts_are_those_of_the_tasks(ask: Ask, tasks: list[int]) -> None:
    """Account ID: the login account of the FB user, the second line is the user ID;"""
    await Account.filter(login="emea06").update(user_id="")
    await ended(tasks[0])

    assert table(await ask(""))[0]["Account ID"] == "emea06"
