"""Failures grouped where they are very many: read in another way, with the same answer."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.accounts import holds
from models.accounts.holds import Hold
from models.domain.filters import EVERYTHING
from models.domain.lifecycle import Status
from models.domain.triage.failures import failures_of
from models.secrets.sealing import Sealer
from models.tables.accounts import Account, Proxy
from models.tables.tasks import Task
from models.tasks import failures
from tests.factories import waiting_tasks

pytestmark = pytest.mark.usefixtures("database")

_CAUSES = {
    "site_error": "retry", "worker_lost": "retry", "may_be_made": "person", "checkpoint": "person", "wrong_password": "person",
    "proxy_timeout": "fix", "no_proxy_assigned": "fix", "logged_out": "fix", "not_done": "never",
}  # fmt: skip
_PROXIES = (None, 1, 2, 3, 4)
_NOW = datetime.now(UTC)


async def _some_trouble(sealer: Sealer, chance: random.Random) -> None:
    """Accounts with every trouble, some of it mended before, between or after their failures."""
    for group in ("emea", "apac"):
        await waiting_tasks(20, sealer, group=group)
    for n, answers in enumerate((None, True, False, True)):
        await Proxy.create(
            id=n + 1, scheme="http", host="h", port=n, answers=answers, answered_at=_moment(chance)
        )
    for n, account in enumerate(await Account.all().order_by("id")):
        await Account.filter(id=account.id).update(
            proxy_id=chance.choice(_PROXIES), credentials_at=chance.choice([None, _moment(chance)])
        )
        for _ in range(4):
            await _fail(account.id, chance)
        if n % 3 == 0:
            await holds.hold([account.id], why="checkpoint", by="" if n % 2 else "U0ANA", now=_moment(chance))
        if n % 6 == 0:
            await (
                Hold.all()
                .filter(account_id=account.id)
                .update(released_at=_moment(chance), checked="logged_in")
            )


async def _fail(account: int, chance: random.Random) -> None:
    cause, model = chance.choice(list(_CAUSES)), await Task.all().order_by("id").first().values()
    assert model
    model |= {"account_id": account, "cause": cause, "outcome": _CAUSES[cause], "ended_at": _moment(chance)}
    model |= {"status": Status.ENDED, "proxy_id": chance.choice(_PROXIES)}
    await Task.create(**{name: value for name, value in model.items() if name != "id"})


def _moment(chance: random.Random) -> datetime:
    return _NOW + timedelta(seconds=chance.randrange(100))


@pytest.mark.parametrize("among", [None, {"emea"}], ids=["all groups", "one group"])
async def test_very_many_failures_are_grouped_as_few_are(
    among: set[str] | None, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _some_trouble(sealer, random.Random(7))  # noqa: S311 - no secret
    asked = failures.Asked(filter=failures_of(EVERYTHING), zone=ZoneInfo("UTC"), now=_NOW, among=among)
    few = await failures.of(asked)
    statement, values = await failures.to_repeat(asked, until=_NOW + timedelta(hours=1))

    monkeypatch.setattr(failures, "MANY", -1)
    many = await failures.of(asked)

    def told(found: failures.Failures) -> list[tuple[object, ...]]:
        return [(one.code, one.tasks, one.accounts, one.ready, one.held) for one in found.groups]

    assert told(many) == told(few)
    assert len(few.groups) == len(_CAUSES)
    assert any(0 < one.ready < one.tasks for one in few.groups)
    # What is counted as ready is what a plan would freeze.
    assert many.ready == len(await failures.fetch(statement, values))
