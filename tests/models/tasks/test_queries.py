"""What a batch, an account and one task have: rows and numbers of the readers."""

from datetime import datetime

from models.accounts import listing
from models.messages import status_notes
from models.secrets.sealing import Sealer
from models.tables.tasks import Attempt
from models.tasks import bulk, queries
from tests.factories import claimed, ended, some_accounts, waiting_tasks


async def test_the_next_of_an_account_is_its_oldest_waiting_task(
    database: str, sealer: Sealer, now: datetime
) -> None:
    first, second = *await waiting_tasks(1, sealer), *await waiting_tasks(1, sealer)
    (account,) = await some_accounts(1, sealer)
    assert await queries.next_waiting(account.id, now=now) == [first]

    await bulk.cancel([first], by="U0ANA", now=now)

    assert await queries.next_waiting(account.id, now=now) == [second]
    assert await queries.next_waiting(9999, now=now) == []


async def test_the_card_says_what_a_task_waits_for(database: str, sealer: Sealer, now: datetime) -> None:
    ids = [(await waiting_tasks(1, sealer))[0] for _ in range(3)]
    await claimed(ids[0])

    task = await queries.task_detail(ids[2], now=now)

    assert task is not None
    assert (task.blocker, task.ahead, task.group, task.login) == (ids[0], 1, "emea", "emea00")


async def test_the_card_shows_every_attempt_oldest_first(sqlite: str, sealer: Sealer, now: datetime) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    for _ in range(3):
        await ended(task_id)
        await bulk.repeat([task_id], by="U0ANA", batch_id=None, now=now)
    for attempt in await Attempt.filter(task_id=task_id, number__lt=4):
        await status_notes.posted(attempt.id, link=f"https://slack.example/{attempt.number}", now=now)

    task = await queries.task_detail(task_id, now=now)

    assert task is not None
    assert [attempt.number for attempt in task.attempts] == [1, 2, 3, 4]
    assert [attempt.note_link for attempt in task.attempts] == [
        *(f"https://slack.example/{number}" for number in (1, 2, 3)),
        "",
    ]


async def test_there_is_no_card_of_no_task(sqlite: str, now: datetime) -> None:
    assert await queries.task_detail(4711, now=now) is None
    assert await queries.task_rows([]) == ()


async def test_accounts_are_offered_by_part_of_the_login_or_begin_of_the_user_id(
    database: str, sealer: Sealer
) -> None:
    await some_accounts(12, sealer)

    async def offered(typed: str) -> list[str]:
        return [account.login for account in await listing.accounts_like(typed, most=5)]

    assert await offered("EA0") == [f"emea0{n}" for n in range(5)]
    assert await offered("10000011") == ["emea11"]
    assert await offered("0000011") == []
    assert await offered("") == [f"emea0{n}" for n in range(5)]
    assert await offered("%") == []


async def test_groups_are_offered_in_order(sqlite: str, sealer: Sealer) -> None:
    await some_accounts(1, sealer, group="north america")
    await some_accounts(1, sealer, group="emea")

    assert await listing.groups() == ["emea", "north america"]
