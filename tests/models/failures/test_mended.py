"""What mends a failure, so that it can succeed now, and what does not."""

from datetime import UTC, datetime, timedelta

import pytest

from models.accounts import holds, records
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from tests.factories import waiting_tasks
from tests.models.failures.failing import failed_groups, fails, release

pytestmark = pytest.mark.usefixtures("database")


async def test_a_new_key_of_codes_mends_no_refused_password(sealer: Sealer) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    task = await fails(task_id, "wrong_password")
    await release(task_id)
    (account,) = await Account.all()
    record = AccountRecord(login=account.login, group="emea", password="pw-0", totp="JBSWY3DPEHPK3PXP")

    await records.save_accounts([record], sealer=sealer)

    assert task.ended_at is not None
    assert (await failed_groups())["wrong_password"].ready == 0


async def test_a_password_is_new_by_the_clock_that_the_failure_was_written_by(
    database: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL the server's: the machine that imports may have another."""
    behind = datetime.now(UTC) - timedelta(minutes=10)
    monkeypatch.setattr(records, "datetime", type("Behind", (datetime,), {"now": lambda _zone: behind}))
    (task_id,) = await waiting_tasks(1, sealer)
    await fails(task_id, "wrong_password")
    await release(task_id)
    record = AccountRecord(login=(await Account.get()).login, group="emea", password="another")

    await records.save_accounts([record], sealer=sealer)

    assert (await failed_groups())["wrong_password"].ready == database.startswith("postgres")


async def test_what_a_person_put_on_hold_is_not_listed_with_the_buttons_that_end_a_hold(
    sealer: Sealer,
) -> None:
    (task_id,) = await waiting_tasks(1, sealer)
    await fails(task_id, "checkpoint")
    assert len((await failed_groups())["checkpoint"].held) == 1
    await release(task_id)
    (account,) = await Account.all()
    await holds.hold([account.id], by="U0ANA", why="under investigation", now=datetime.now(UTC))

    assert (await failed_groups())["checkpoint"].held == ()
