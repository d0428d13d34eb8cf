"""Two lists ask for a page of one name on one account at the same moment: one of them makes it, on both databases."""

import asyncio

import pytest

from models.batches import approvals, kept_lists
from models.batches.lists import rests
from models.domain.task_files.reader import read_tasks
from models.domain.task_files.verdicts import chosen
from models.domain.values.batches.requests import BatchRequest
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.messages import Outbox
from models.tables.tasks import Batch, Task
from tests.factories import some_accounts
from tests.handlers.strategies import NOW

pytestmark = pytest.mark.usefixtures("database")
_HEADER = "account,type,page_name,category\n"
_SHOP = "emea00,create_page,Shop,Artist\n"
_MORE = "emea01,check,,\n"


async def _confirmed(typed: str, *also: str, asks: bool = False) -> int:
    """A list that was looked at and confirmed; ``asks``: a second person is asked for it."""
    kept = await kept_lists.keep(
        read_tasks((_HEADER + typed).encode()), by="U0ANA", channel="C0OPS", why="", now=NOW
    )
    lines, ticked = await kept_lists.look(kept.tasks, lambda _: True), frozenset(also)
    request = BatchRequest.of_list(chosen(lines, ticked), by=kept.by, why="", channel=kept.channel)
    confirm = kept_lists.ask if asks else kept_lists.confirm
    assert await transaction(lambda: confirm(kept.id, request, lines, ticked, now=NOW))
    return kept.id


async def _pages() -> int:
    return await Task.filter(type="create_page").count()


async def _whys(number: int) -> list[str]:
    rest = await rests.get(number)
    return [one.why for one in rest.lines] if rest else []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_the_second_one_gets_its_line_back_and_creates_the_others(
    sealer: Sealer, order: tuple[int, int]
) -> None:
    await some_accounts(2, sealer)
    lists = [await _confirmed(_SHOP + _MORE), await _confirmed(_SHOP + _MORE)]
    first, second = (lists[place] for place in order)

    await kept_lists.make(first, now=NOW)
    made = await kept_lists.make(second, now=NOW)

    assert await _pages() == 1
    assert made is not None
    assert len(made.tasks) == (await Batch.get(id=made.batch)).size == 1
    assert (await _whys(first), await _whys(second)) == (
        [],
        ["Another task has used this name on the account since the preview."],
    )
    assert [row.about for row in await Outbox.filter(kind=MessageKind.LIST_REST)] == [second]


async def test_however_many_are_made_at_the_same_moment_one_makes_the_page(sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    lists = [await _confirmed(_SHOP) for _ in range(4)]

    made = await asyncio.gather(*(kept_lists.make(number, now=NOW) for number in lists))

    assert await _pages() == 1
    assert sorted(len(one.tasks) for one in made if one) == [0, 0, 0, 1]
    assert await Batch.filter(done_at=None).count() == 1  # nobody waits for one that has no task


async def test_a_name_that_was_ticked_to_be_used_again_is(sealer: Sealer) -> None:
    await some_accounts(1, sealer)
    await kept_lists.make(await _confirmed(_SHOP), now=NOW)

    await kept_lists.make(await _confirmed(_SHOP, "same_name"), now=NOW)

    assert await _pages() == 2


async def test_a_list_that_is_approved_after_another_was_made_leaves_the_name_out(sealer: Sealer) -> None:
    await some_accounts(2, sealer)
    asked = await _confirmed(_SHOP + _MORE, asks=True)
    await kept_lists.make(await _confirmed(_SHOP), now=NOW)
    (question,) = await approvals.Approval.all()

    done = await approvals.approve(question.id, by="U0BEN", now=NOW)

    assert done is not None
    assert len(done.notify) == 1
    assert await _pages() == 1
    assert len(await _whys(asked)) == 1
