"""A list of tasks, from the preview to its tasks: looked at in few statements, created once, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from models.accounts import holds
from models.batches import approvals, create, kept_lists
from models.domain.task_files.reader import read_tasks
from models.domain.task_files.verdicts import Judged, chosen
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.batches.task_lists import ListDetail
from models.messages import status_notes
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account, Proxy
from models.tables.tasks import Attempt, Batch, Event, Task
from models.tasks import retention
from tests.factories import ended, some_accounts
from tests.handlers.strategies import NOW

pytestmark = pytest.mark.usefixtures("database")
_LIST = (
    "account,type,page_name,category\n"
    "emea00,create_page,Shop {n},Artist\nemea01,check\nEMEA01,create_page,{login} {n},Artist\nemea0,check\n"
)


async def _looked(typed: str) -> tuple[Judged, ...]:
    return await kept_lists.look(read_tasks(typed.encode()), lambda _: True)


async def _kept(typed: str = _LIST) -> ListDetail:
    return await kept_lists.keep(read_tasks(typed.encode()), by="U0ANA", channel="C0OPS", why="why", now=NOW)


async def _request(kept: ListDetail) -> BatchRequest:
    items = chosen(await kept_lists.look(kept.tasks, lambda _: True))
    return BatchRequest.of_list(items, by=kept.by, why=kept.why, channel=kept.channel)


async def _confirmed() -> int:
    kept = await _kept()
    assert await _confirm(kept)
    return kept.id


async def _confirm(kept: ListDetail, *also: str) -> int | bool:
    lines = await kept_lists.look(kept.tasks, lambda _: True)
    items = chosen(lines, frozenset(also))
    request = BatchRequest.of_list(items, by=kept.by, why=kept.why, channel=kept.channel)
    return await transaction(lambda: kept_lists.confirm(kept.id, request, lines, frozenset(also), now=NOW))


async def _made_before(sealer: Sealer) -> None:
    """Everything that may stand against a line, an account each."""
    ids = [account.id for account in await some_accounts(8, sealer)]
    proxy = await Proxy.create(scheme="http", host="10.0.0.1", port=1, answers=False)
    await holds.hold(ids[1:2], why="its owner is away", by="U0BEN", now=NOW)
    await Account.filter(id=ids[2]).update(needs_proxy=True)
    await Account.filter(id=ids[3]).update(proxy_id=proxy.id)
    await Account.filter(id=ids[4]).update(user_id="twice")
    await Account.filter(id=ids[5]).update(user_id="twice")
    await _create("check", ids[6:7])
    _, (task_id,) = await _create("create_page", ids[7:8], {"page_name": "Café  Shop", "category": "Artist"})
    await ended(task_id, result="Page “Café  Shop” created")


async def _create(kind: str, ids: list[int], params: dict[str, str] | None = None) -> tuple[int, list[int]]:
    asked = BatchRequest(type=kind, account_ids=tuple(ids), params=params or {}, by="U0BEN", channel="C0OPS")
    return await create.create(asked, now=NOW)


async def test_each_line_is_told_what_stands_against_it(sealer: Sealer) -> None:
    await _made_before(sealer)
    names = ("emea00", "emea01", "emea02", "emea03", "twice", "emea06", "10000007", "emeo00")

    looked = await _looked("account,type\n" + "".join(f"{name},check\n" for name in names))

    assert [one.verdict.word for one in looked] == [
        "fine", "held", "no_proxy", "no_proxy", "unknown", "waiting", "fine", "unknown"
    ]  # fmt: skip
    assert "its owner is away" in looked[1].why
    assert "has none" in looked[2].why
    assert "does not answer" in looked[3].why
    assert "Did you mean emea00?" in looked[-1].why


@pytest.mark.parametrize(("name", "word"), [("café shop", "same_name"), ("Café Shop 2", "fine")])
async def test_a_name_that_an_earlier_task_has_made_on_the_account_is_told(
    sealer: Sealer, name: str, word: str
) -> None:
    await _made_before(sealer)

    (one, other) = await _looked(
        f"account,type,page_name,category\nemea07,create_page,{name},Artist\nemea00,create_page,{name},Artist\n"
    )

    assert (one.verdict.word, other.verdict.word) == (word, "fine")


async def test_a_list_becomes_one_batch_of_several_types_in_its_own_order(sealer: Sealer) -> None:
    await some_accounts(2, sealer)

    made = await kept_lists.make(await _confirmed(), now=NOW)

    assert made is not None
    tasks = await Task.filter(batch_id=made.batch).order_by("id").select_related("account")
    assert [(one.account.login, one.type, one.params.get("page_name", "")) for one in tasks] == [
        ("emea00", "create_page", "Shop 1"),
        ("emea01", "check", ""),
        ("emea01", "create_page", "emea01 3"),
    ]
    assert list(made.tasks) == [one.id for one in tasks]
    assert (await Batch.get(id=made.batch)).size == 3
    assert await Attempt.filter(batch_id=made.batch).count() == await Event.all().count() == 3
    asked = await status_notes.asked_of_batch(made.batch)
    assert (asked.types, asked.type, asked.differ) == ({"create_page": 2, "check": 1}, "", True)


async def test_a_list_is_confirmed_once_and_created_once_however_many_try(sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    number = await _confirmed()
    kept = await kept_lists.get(number, by="U0ANA")
    assert kept is not None

    again = await _confirm(kept)
    made = await asyncio.gather(*(kept_lists.make(number, now=NOW) for _ in range(3)))

    assert again is False
    assert sum(one is not None for one in made) == 1
    assert await Task.all().count() == 3


async def test_a_list_that_was_confirmed_and_left_is_found_and_no_other(sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    number = await _confirmed()
    await _kept()
    minute = timedelta(minutes=1)

    assert await kept_lists.left(before=NOW + minute, after=NOW + minute) == [number]
    assert await kept_lists.left(before=NOW - minute, after=NOW + minute) == []
    await kept_lists.make(number, now=NOW)
    assert await kept_lists.left(before=NOW + minute, after=NOW + minute) == []


async def test_a_list_is_its_persons_own_and_is_forgotten_after_a_day(sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    kept, confirmed = await _kept(), await _confirmed()

    assert await kept_lists.get(kept.id, by="U0BEN") is None
    assert await kept_lists.get(kept.id, by="U0ANA") == kept
    while await retention.forget(now=NOW + timedelta(days=2), keep=timedelta(days=30)):
        pass
    assert await kept_lists.get(kept.id, by="U0ANA") is None
    assert await kept_lists.get(confirmed, by="U0ANA") is not None


async def test_what_a_preview_showed_differs_when_something_else_would_come_of_it(sealer: Sealer) -> None:
    (first, _) = await some_accounts(2, sealer)
    before = kept_lists.digest(await _looked(_LIST))

    assert kept_lists.digest(await _looked(_LIST)) == before
    await holds.hold([first.id], why="away", by="U0BEN", now=NOW)
    assert kept_lists.digest(await _looked(_LIST)) != before


async def test_a_list_that_a_second_person_approves_is_what_was_asked_for(sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    request = await _request(await _kept())
    await transaction(lambda: approvals.ask_for_batch(request, now=NOW))
    (question,) = await approvals.Approval.all()
    detail = await approvals.get(question.id)

    assert detail is not None
    assert detail.request == request
    assert (detail.type, detail.size) == ("", 3)
    (_, emea01) = await approvals.accounts_of(request)
    assert [item.type for item in emea01.items] == ["check", "create_page"]
    done = await approvals.approve(question.id, by="U0BEN", now=NOW)
    assert done is not None
    assert len(done.notify) == 3
