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
from models.tasks import export_runs
from models.tasks.export_runs import LEASE, ExportRun
from tests.factories import waiting_tasks
from tests.handlers.exports import reading
from tests.handlers.recording_slack import RecordingSlack

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
            "did not finish, so no file comes. Ask for it again.", channel=reading.MINE
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
