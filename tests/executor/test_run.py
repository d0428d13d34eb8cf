"""From a claimed row to a settled one, with real Chromium: every status by its real cause, and what the database keeps."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.sandbox.site import Behaviour, Member, PracticeSite
from executor.browser.pool import BrowserPool
from executor.run import WorkerContext, run_task
from models.accounts.records import save_accounts
from models.batches import create
from models.domain.lifecycle import LoginStatus, Status
from models.domain.one_time_codes import OneTimeCodes
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.messages import status_notes
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tables.tasks import Attempt, StatusNote, Task
from models.tasks import claims, recovery
from tests.executor.conftest import TOTP
from tests.executor.maintenance.sweeping import swept

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("database_beside"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

ANN = Member(login="ann", user_id="100010001000100", password="right", name="Ann Lee")
KIM = Member(login="kim", user_id="100010001000101", password="right", name="Kim", totp=TOTP, totp_period=5)


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[PracticeSite]:
    async with PracticeSite([ANN, KIM]) as server:
        yield server


@pytest.fixture
def context(site: PracticeSite, sealer: Sealer, browsers: BrowserPool) -> WorkerContext:
    async def notify(_: Sequence[int]) -> None:
        """Nobody else works here."""

    return WorkerContext(
        browsers=browsers,
        sealer=sealer,
        site_url=site.url,
        worker="worker",
        notify=notify,
        now=lambda: datetime.now(UTC),
    )


async def asked(
    sealer: Sealer, kind: str = "check", *, proxy: ProxyAddress | None = None, needs: bool = False
) -> int:
    """A waiting task on Ann's account."""
    record = AccountRecord(login="ann", group="g", password="right", proxy=proxy, needs_proxy=needs)
    await save_accounts([record], sealer=sealer)
    params = {"page_name": "Shop", "category": "Community"} if kind == "create_page" else {}
    account = await Account.get(login="ann")
    request = BatchRequest(type=kind, account_ids=(account.id,), params=params, by="U0ANA", channel="C0OPS")
    _, ids = await create.create(request, now=datetime.now(UTC))
    return ids[0]


async def test_an_ended_task_keeps_result_login_status_picture_and_session(
    context: WorkerContext, sealer: Sealer
) -> None:
    task_id = await asked(sealer)

    assert await run_task(task_id, context)

    task, note, account = (
        await Task.get(id=task_id),
        await StatusNote.with_evidence.get(task_id=task_id),
        await Account.with_secrets.first(),
    )
    assert (task.status, task.login_status) == (Status.ENDED, LoginStatus.LOGGED_IN)
    assert note.picture is not None
    assert note.sha256 == hashlib.sha256(note.picture).hexdigest()
    assert account is not None
    assert account.session is not None
    assert await Outbox.filter(kind="note").count() == 1


async def test_a_task_is_performed_once_however_often_it_is_notified(
    context: WorkerContext, site: PracticeSite, sealer: Sealer
) -> None:
    task_id = await asked(sealer, "create_page")

    done = await asyncio.gather(*(run_task(task_id, context) for _ in range(5)))

    assert sorted(done) == [False] * 4 + [True]
    assert [page["login"] for page in site.books()["pages"]] == ["ann"]


async def test_another_worker_waits_for_the_next_window_of_the_accounts_codes(
    context: WorkerContext, site: PracticeSite, sealer: Sealer
) -> None:
    totp = OneTimeCodes(secret=TOTP, period=5).text
    await save_accounts([AccountRecord(login="kim", group="g", password="right", totp=totp)], sealer=sealer)
    account = await Account.get()
    request = BatchRequest(type="check", account_ids=(account.id,), params={}, by="U0ANA", channel="C0OPS")
    windows: list[int] = []
    for worker in ("one", "two"):
        site.state.sessions.expire("kim")
        _, (task_id,) = await create.create(request, now=datetime.now(UTC))
        assert await run_task(task_id, replace(context, worker=worker))
        assert (await Task.get(id=task_id)).result == "logged in"
        windows.append((await Account.get()).totp_window or 0)

    first, second = windows
    assert 0 < first < second
    assert (site.books()["accounts"][1]["codes_ok"], site.books()["accounts"][1]["codes_failed"]) == (2, 0)


async def test_an_account_without_its_needed_proxy_ends_as_no_proxy(
    context: WorkerContext, sealer: Sealer
) -> None:
    task_id = await asked(sealer, needs=True)

    await run_task(task_id, context)

    assert (await Task.get(id=task_id)).status is Status.NO_PROXY


async def test_the_trace_of_what_failed_is_kept_sealed(
    context: WorkerContext, site: PracticeSite, sealer: Sealer
) -> None:
    site.behave(Behaviour(kind="error500", path="/home", times=9))
    task_id = await asked(sealer)

    await run_task(task_id, replace(context, trace=True))

    kept = (await StatusNote.with_evidence.get(task_id=task_id)).trace
    assert kept is not None
    assert b"PK" not in kept[:40]
    opened = await status_notes.trace_of(task_id, None, sealer=sealer)
    assert opened is not None
    assert opened.startswith(b"PK")


async def test_a_dead_proxy_ends_as_no_proxy_and_nothing_goes_out_directly(
    context: WorkerContext, site: PracticeSite, sealer: Sealer
) -> None:
    task_id = await asked(sealer, proxy=ProxyAddress(scheme="http", host="127.0.0.1", port=9))

    await run_task(task_id, context)

    assert (await Task.get(id=task_id)).status is Status.NO_PROXY
    assert all(account["logins_ok"] == 0 for account in site.books()["accounts"])


async def test_a_site_past_the_limit_ends_as_timed_out(
    context: WorkerContext, site: PracticeSite, sealer: Sealer, short_limits: None
) -> None:
    task_id = await asked(sealer)
    site.behave(Behaviour(kind="hang", path="/home"))

    await run_task(task_id, context)

    assert (await Task.get(id=task_id)).status is Status.TIMED_OUT


async def test_a_broken_site_ends_as_unknown_error_with_a_picture(
    context: WorkerContext, site: PracticeSite, sealer: Sealer
) -> None:
    task_id = await asked(sealer)
    site.behave(Behaviour(kind="error500", path="/", times=50))

    await run_task(task_id, context)

    task, note = await Task.get(id=task_id), await StatusNote.with_evidence.get(task_id=task_id)
    assert task.status is Status.UNKNOWN_ERROR
    assert task.result
    assert note.picture is not None


async def test_a_worker_that_is_stopped_in_mid_work_leaves_the_task_to_the_lease(
    context: WorkerContext, site: PracticeSite, sealer: Sealer
) -> None:
    task_id = await asked(sealer)
    site.behave(Behaviour(kind="hang", path="/"))
    work = asyncio.create_task(run_task(task_id, context))
    await _until(task_id, Status.EXECUTING)

    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work

    assert (await Task.get(id=task_id)).status is Status.EXECUTING
    await swept(datetime.now(UTC) + claims.LEASE + timedelta(seconds=1))
    assert (await Task.get(id=task_id)).status is Status.WAITING
    assert [attempt.cause for attempt in await Attempt.filter(task_id=task_id).order_by("number")] == [
        "worker_lost",
        "",
    ]


async def test_a_claim_lost_in_mid_work_ends_the_work_and_writes_nothing(
    context: WorkerContext, site: PracticeSite, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("executor.run._BEAT", 0.05)
    task_id = await asked(sealer, "create_page")
    site.behave(Behaviour(kind="hang", path="/"))
    work = asyncio.create_task(run_task(task_id, context))
    await _until(task_id, Status.EXECUTING)

    await recovery.expired(now=datetime.now(UTC) + claims.LEASE + timedelta(seconds=1))

    assert await asyncio.wait_for(work, 30)
    task = await Task.get(id=task_id)
    assert task.status is Status.UNKNOWN_ERROR
    assert "Look at the account" in task.result


@pytest.fixture
def short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds for a check, so that the test need not wait a minute."""
    from dataclasses import replace

    from models.domain.task_types import TASK_TYPES

    monkeypatch.setitem(TASK_TYPES, "check", replace(TASK_TYPES["check"], limit=3))


async def _until(task_id: int, status: Status) -> None:
    async with asyncio.timeout(20):
        while (await Task.get(id=task_id)).status is not status:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.02)
