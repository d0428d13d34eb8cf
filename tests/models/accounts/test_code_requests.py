"""Codes that workers wait for: typed once, sealed for one claim, and gone when the wait is over."""

import asyncio
from datetime import datetime, timedelta

import pytest

from models.accounts import code_requests
from models.accounts.code_requests import CodeRequest
from models.domain.errors import CannotUnseal
from models.domain.values.accounts import CodeState
from models.messages.outbox import MessageKind
from models.secrets.sealing import Sealer, code_place
from models.sql import transaction
from models.tables.messages import Outbox
from models.tasks import claims
from tests.models.states import executing

CODE = "4711471147"
WAIT = timedelta(minutes=3)


async def asked(sealer: Sealer, now: datetime) -> int:
    held = await executing(sealer)
    request = await code_requests.ask(held.task_id, held.fence, until=now + WAIT, now=now)
    assert request is not None
    return request


async def given(request: int, sealer: Sealer, now: datetime) -> bool:
    return await transaction(lambda: code_requests.give(request, CODE, by="U0ANA", sealer=sealer, now=now))


async def test_of_many_who_type_one_is_heard_and_the_worker_takes_it_once(
    database: str, sealer: Sealer, now: datetime
) -> None:
    request = await asked(sealer, now)

    heard = await asyncio.gather(*(given(request, sealer, now) for _ in range(5)))

    kept = (await CodeRequest.get(id=request)).code
    assert sorted(heard) == [False, False, False, False, True]
    assert kept is not None
    assert CODE.encode() not in kept
    assert await code_requests.take(request, sealer=sealer) == CODE
    assert await code_requests.take(request, sealer=sealer) is None
    assert (await CodeRequest.get(id=request)).code is None


async def test_what_a_lost_worker_asked_by_a_clock_that_was_set_back_since_is_closed(
    database: str, sealer: Sealer, now: datetime
) -> None:
    request = await asked(sealer, now + timedelta(days=30))
    assert await given(request, sealer, now)

    await code_requests.forget(now=now)

    closed = await CodeRequest.get(id=request)
    assert (closed.state, closed.code) == (CodeState.LATE, None)


async def test_a_code_opens_for_the_claim_that_waits_and_for_no_other(
    sqlite: str, sealer: Sealer, now: datetime
) -> None:
    request = await asked(sealer, now)
    await given(request, sealer, now)
    waiting = await CodeRequest.get(id=request)
    assert waiting.code is not None

    with pytest.raises(CannotUnseal):
        sealer.open(waiting.code, place=code_place(request, waiting.fence + 1))


async def test_nobody_is_heard_after_the_time_or_the_end_of_the_wait(
    database: str, sealer: Sealer, now: datetime
) -> None:
    request = await asked(sealer, now)

    assert not await given(request, sealer, now + WAIT)
    await code_requests.close(request, CodeState.LEFT, now=now)
    assert not await given(request, sealer, now)


async def test_the_end_of_a_wait_leaves_no_code(database: str, sealer: Sealer, now: datetime) -> None:
    request = await asked(sealer, now)
    await given(request, sealer, now)

    await code_requests.close(request, CodeState.LEFT, now=now)

    detail = await code_requests.detail(request)
    assert detail is not None
    assert (detail.state, (await CodeRequest.get(id=request)).code) == (CodeState.LEFT, None)


async def test_what_a_lost_worker_left_is_closed_when_its_time_is_over_and_forgotten_later(
    database: str, sealer: Sealer, now: datetime
) -> None:
    request = await asked(sealer, now)
    await given(request, sealer, now)
    await code_requests.forget(now=now)
    assert (await CodeRequest.get(id=request)).code is not None

    await Outbox.all().delete()
    await code_requests.forget(now=now + 2 * WAIT)
    left = await CodeRequest.get(id=request)
    assert (left.state, left.code) == (CodeState.LATE, None)
    assert await Outbox.filter(kind=MessageKind.CODE, about=request).exists()

    await code_requests.forget(now=now + code_requests.KEPT + 2 * WAIT)
    assert not await CodeRequest.exists()


async def test_a_worker_whose_claim_is_lost_asks_nobody(sqlite: str, sealer: Sealer, now: datetime) -> None:
    held = await executing(sealer)
    await claims.give_back(held, now=now, cause="x")

    assert await code_requests.ask(held.task_id, held.fence + 1, until=now + WAIT, now=now) is None
    assert not await Outbox.filter(kind=MessageKind.CODE).exists()


async def test_a_refused_code_makes_room_for_another(sqlite: str, sealer: Sealer, now: datetime) -> None:
    request = await asked(sealer, now)
    await given(request, sealer, now)
    await code_requests.take(request, sealer=sealer)

    await code_requests.refuse(request, now=now)

    detail = await code_requests.detail(request)
    assert detail is not None
    assert (detail.state, detail.refused) == (CodeState.OPEN, 1)
    assert await given(request, sealer, now)
