"""Two attempts of a task, with all that is kept of each, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from models.accounts import records
from models.accounts.holds import Hold
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Evidence, ProxyAnswer
from models.domain.proxies import ProxyAddress
from models.domain.triage.outcome import Outcome
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account, Proxy
from models.tables.tasks import StatusNote
from models.tasks import attempts, bulk, claims
from tests.factories import claimed, ended, waiting_tasks

pytestmark = pytest.mark.usefixtures("database")


async def _again(task_id: int) -> None:
    await bulk.repeat([task_id], by="U0BEN", batch_id=None, now=datetime.now(UTC))


async def test_one_attempt_is_compared_with_nothing(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id)
    await _again(task_id)

    assert await attempts.compared(task_id) is None
    assert await attempts.compared(task_id + 1) is None


async def test_the_newest_two_that_were_executed_are_compared(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    for cause in ("site_error", "network", ""):
        await ended(task_id, status=Status.UNKNOWN_ERROR if cause else Status.ENDED, cause=cause)
        await _again(task_id)
    await bulk.cancel([task_id], by="U0BEN", now=datetime.now(UTC))

    found = await attempts.compared(task_id)

    assert found is not None
    assert (found.newer.number, found.older.number) == (3, 2)
    assert (found.newer.outcome, found.older.outcome) == (Outcome.DONE, Outcome.RETRY)
    assert (found.older.cause, found.older.sha256, found.older.proxy_id) == ("network", "", None)
    assert found.older.traffic is None


async def test_each_names_its_proxy_and_its_picture_once_that_stands_in_slack(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    address = ProxyAddress(scheme="http", host="10.0.0.1", port=3128, username="ann", password="hush")
    await records.save_accounts([AccountRecord(login="emea00", group="emea", proxy=address)], sealer=sealer)
    proxy = await Proxy.get()
    for _ in "12":
        held, now = await claimed(task_id), datetime.now(UTC)
        assert await claims.begin(held, now=now)
        seen = Evidence(data=b"x", mime="image/png", width=3, height=2, sha256="ab" * 32)
        ending = AttemptOutcome(
            status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="", evidence=seen,
            proxy=ProxyAnswer(proxy_id=proxy.id, seconds=0.1, traffic=3 * 10**9),
        )  # fmt: skip
        assert await claims.settle(held, ending, now=now)
        await _again(task_id)
    first, second = await StatusNote.all().order_by("id")
    await StatusNote.filter(id=first.id).update(file_id="F1", link="https://slack.example/p1")
    await StatusNote.filter(id=second.id).update(file_id="F2")  # on its way

    found = await attempts.compared(task_id)

    assert found is not None
    assert (found.older.picture, found.newer.picture) == ("F1", "")
    assert (found.newer.sha256, found.newer.width, found.newer.height) == ("ab" * 32, 3, 2)
    assert found.newer.proxy is not None
    assert found.newer.traffic == 3 * 10**9
    assert (found.newer.proxy.host, found.newer.proxy.password) == ("10.0.0.1", "")


async def test_what_somebody_gave_for_the_account_between_the_two_is_named(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await ended(task_id, login=LoginStatus.WRONG_PASSWORD)
    now = datetime.now(UTC)
    await Hold.all().update(given="password", released_at=now, released_by="U0ANA")
    account = await Account.get()
    await Hold.create(
        account_id=account.id, why="of last year", at=now - timedelta(days=400),
        released_at=now - timedelta(days=399), given="session",
    )  # fmt: skip
    await _again(task_id)
    await ended(task_id)

    found = await attempts.compared(task_id)

    assert found is not None
    assert found.given == ("password",)
