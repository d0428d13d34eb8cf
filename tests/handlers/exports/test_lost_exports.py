"""The lease of an export: while its process lives it holds, and what was taken for lost is not sent any more."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import pytest

from bot.sandbox.slack import LocalSlack, Person
from handlers.exports import file as export_file
from handlers.exports.lease import alone
from models.secrets.sealing import Sealer
from models.tables.messages import Outbox
from models.tasks import clock_jumps, export_runs
from models.tasks.export_runs import LEASE, ExportRun
from tests.executor.maintenance.sweeping import swept
from tests.factories import waiting_tasks
from tests.handlers.exports import reading
from tests.handlers.recording_slack import RecordingSlack
from tests.locks import unanswered

AFTER = LEASE + timedelta(seconds=1)


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
@pytest.mark.usefixtures("bot")
async def test_a_bot_that_stood_still_until_that_was_told_sends_no_file(
    ana: Person, slack: LocalSlack, sealer: Sealer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting_tasks(1, sealer)
    write = export_file.write

    async def write_slowly(lines: export_file.Lines, file: BinaryIO) -> int:
        written = await write(lines, file)
        await ExportRun.all().update(lease_until=now)  # as time does it
        assert await export_runs.tell_lost(now=datetime.now(UTC)) == 1
        return written

    with monkeypatch.context() as slow:
        slow.setattr(export_file, "write", write_slowly)
        await ana.say("/tasks export")
        await ana.wait_for_message(
            "did not finish, so there is no file. Ask for it again.", channel=reading.MINE
        )
    await ana.say("/tasks export")
    await reading.file(ana)

    assert len(reading.files(slack)) == 1


async def test_of_one_person_one_is_on_its_way_and_a_lost_one_is_told_once(
    database: str, now: datetime
) -> None:
    first = await export_runs.begin("U0ANA", now=now)
    assert first is not None
    assert await export_runs.begin("U0BEN", now=now + LEASE)
    assert await export_runs.begin("U0ANA", now=now + LEASE) is None
    assert await export_runs.renew(first, now=now + LEASE)
    assert await export_runs.begin("U0ANA", now=now + AFTER) is None

    begun = await asyncio.gather(*(export_runs.begin("U0ANA", now=now + 2 * AFTER) for _ in range(5)))

    assert len(set(begun)) == 2
    assert not await export_runs.renew(first, now=now + 2 * AFTER)
    assert not await export_runs.send(first, now=now + 2 * AFTER)
    await export_runs.over(first)
    assert await export_runs.tell_lost(now=now + 2 * AFTER) == 0
    assert (await ExportRun.get(id=first)).state == "cut_off"
    assert await Outbox.filter(kind="export_lost", about=first).count() == 1


async def test_while_its_process_lives_it_is_renewed_and_a_process_that_ends_leaves_it(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_runs, "LEASE", timedelta(seconds=0.3))
    services = replace(RecordingSlack().services(), now=lambda: datetime.now(UTC))
    renewed, renew = asyncio.Event(), export_runs.renew

    async def watched(run_id: int, *, now: datetime) -> bool:
        is_ours = await renew(run_id, now=now)
        renewed.set()
        return is_ours

    monkeypatch.setattr(export_runs, "renew", watched)

    async def export() -> None:
        async with alone("U0ANA", services):
            await asyncio.Event().wait()

    running = asyncio.create_task(export())
    await asyncio.wait_for(renewed.wait(), 5)
    run = await ExportRun.get()
    assert run.lease_until > run.asked_at + export_runs.LEASE
    running.cancel()
    await asyncio.wait([running])

    assert await export_runs.tell_lost(now=run.lease_until + timedelta(seconds=9)) == 1


async def test_an_export_that_cannot_reach_the_database_ends_by_itself_and_its_person_is_told(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_runs, "LEASE", timedelta(seconds=1.2))
    services = replace(RecordingSlack().services(), now=lambda: datetime.now(UTC))
    sent = False

    async def export() -> None:
        nonlocal sent
        async with alone("U0ANA", services) as lease:
            begun.set()
            await asyncio.Event().wait()
            assert lease
            await lease.send()
            sent = True

    begun = asyncio.Event()
    running = asyncio.create_task(export())
    await asyncio.wait_for(begun.wait(), 5)
    async with unanswered(database, "export_run"):
        await asyncio.wait_for(running, 5)

    assert not sent
    assert await export_runs.tell_lost(now=datetime.now(UTC) + AFTER) == 1


@pytest.mark.parametrize(
    "jump", [timedelta(seconds=45), timedelta(hours=1), timedelta(days=3), timedelta(days=365)]
)
async def test_set_forward_an_export_that_lives_is_not_told_lost_and_its_person_gets_no_second_one(
    database: str, now: datetime, jump: timedelta
) -> None:
    run = await export_runs.begin("U0ANA", now=now)
    assert run is not None
    await clock_jumps.swept(now=now)
    later = now + jump

    assert await export_runs.begin("U0ANA", now=later) is None  # before any sweep has seen the jump
    await swept(later)
    await swept(later + timedelta(seconds=10))
    assert await export_runs.renew(run, now=later + timedelta(seconds=15))
    await swept(later + timedelta(seconds=40))
    assert await ExportRun.filter(id=run, state="writing").exists()

    for seconds in (50, 60, 70):
        await swept(later + timedelta(seconds=seconds))
    assert (await ExportRun.get(id=run)).state == "cut_off"
    assert await export_runs.begin("U0ANA", now=later + timedelta(seconds=71))


async def test_set_back_a_lost_export_is_told_after_a_lease(database: str, now: datetime) -> None:
    run = await export_runs.begin("U0ANA", now=now)
    await swept(now)
    early = now - timedelta(days=3)
    for seconds in (0, 10, 20):
        await swept(early + timedelta(seconds=seconds))
    assert (await ExportRun.get(id=run)).state == "writing"

    for seconds in (30, 40):
        await swept(early + timedelta(seconds=seconds))
    assert (await ExportRun.get(id=run)).state == "cut_off"
