"""Tasks get other parameters: in their place while they wait, with a new attempt once they are over."""

from datetime import UTC, datetime

import pytest

from models.batches import edits, operations
from models.domain.lifecycle import Status
from models.domain.values.edits import Edit
from models.secrets.sealing import Sealer
from models.tables.tasks import Attempt, Task
from models.tasks import claims
from tests.factories import claimed, ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("database")
_OLD, _NEW = {"page_name": "Shop", "category": "Community"}, {"page_name": "Store", "category": "Community"}


async def _edit(*ids: int) -> Edit:
    shown = {one.id: one.version for one in await edits.tasks_of(ids)}
    return Edit(versions=shown, changes={"page_name": "Store"}, by="U0ANA", channel="C0OPS")


async def _ran_with(task_id: int) -> list[dict[str, str] | None]:
    return [one.params for one in await Attempt.filter(task_id=task_id).order_by("number")]


async def test_a_waiting_task_is_changed_in_its_place(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")

    done = await edits.save(await _edit(task_id), now=datetime.now(UTC))

    assert (done.waiting, done.operation, done.left_alone) == ((task_id,), None, ())
    assert (await claimed(task_id)).params == _NEW
    assert await _ran_with(task_id) == [None]


async def test_one_that_is_over_runs_again_and_its_history_keeps_what_it_ran_with(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await ended(task_id)

    done = await edits.save(await _edit(task_id), now=datetime.now(UTC))

    assert done.notify == (task_id,)
    assert (await Task.get(id=task_id)).status is Status.WAITING
    assert (await claimed(task_id)).params == _NEW
    assert await _ran_with(task_id) == [_OLD, None]


async def test_undo_gives_the_former_parameters_back(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    await ended(task_id)
    now = datetime.now(UTC)
    done = await edits.save(await _edit(task_id), now=now)
    assert done.operation is not None

    assert await operations.undo(done.operation, by="U0ANA", now=now)
    await operations.step(done.operation, now=now)

    task = await Task.get(id=task_id)
    assert (task.status, task.params) == (Status.ENDED, _OLD)


@pytest.mark.parametrize("meanwhile", ["claimed", "given back", "edited"])
async def test_one_that_changed_since_it_was_shown_is_left_alone(sealer: Sealer, meanwhile: str) -> None:
    (task_id,) = await waiting_tasks(1, sealer, kind="create_page")
    edit, now = await _edit(task_id), datetime.now(UTC)
    if meanwhile == "edited":
        other = Edit(versions=edit.versions, changes={"page_name": "Other"}, by="U0BEN", channel="C0OPS")
        await edits.save(other, now=now)
    else:
        held = await claimed(task_id)
        if meanwhile == "given back":
            assert await claims.give_back(held, now=now, cause="stop")
    before = (await Task.get(id=task_id)).params

    done = await edits.save(edit, now=now)

    assert (bool(done), done.left_alone) == (False, (task_id,))
    assert (await Task.get(id=task_id)).params == before


async def test_only_what_was_changed_is_written_into_many(sealer: Sealer) -> None:
    first, second = await waiting_tasks(2, sealer, kind="create_page")
    await Task.filter(id=second).update(params={"page_name": "Shop", "category": "Artist"})

    await edits.save(await _edit(first, second), now=datetime.now(UTC))

    assert [one.params["category"] for one in await edits.tasks_of([first, second])] == [
        "Community",
        "Artist",
    ]
