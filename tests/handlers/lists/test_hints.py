"""An empty list says what its filter names that does not exist, and what may be meant."""

import pytest

from handlers.lists import hints
from models.domain.filters import TaskFilter
from models.secrets.sealing import Sealer
from models.sql import run_each
from tests.factories import some_accounts
from tests.handlers.live_markup import live
from tests.heartbeat import beating


@pytest.fixture
async def accounts(sqlite: str, sealer: Sealer) -> None:
    await some_accounts(3, sealer, group="emea")
    await some_accounts(1, sealer, group="north america")


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (TaskFilter(groups=("emae",)), "*There is no group `emae`.* Did you mean `group:emea`?"),
        (TaskFilter(groups=("EMEA",)), "*There is no group `EMEA`.* Did you mean `group:emea`?"),
        (
            TaskFilter(groups=("north amerika",)),
            '*There is no group `north amerika`.* Did you mean `group:"north america"`?',
        ),
        (
            TaskFilter(groups=("xyz",)),
            '*There is no group `xyz`.* There are `group:emea`, `group:"north america"`.',
        ),
        (
            TaskFilter(account="emea0"),
            "*There is no account `emea0`.* `account:` matches the whole login or user id, exactly. "
            "Did you mean `account:emea00`?",
        ),
        (
            TaskFilter(account="10000002"[:-1]),
            "*There is no account `1000000`.* `account:` matches the whole login or user id, exactly. "
            "Did you mean `account:emea00`?",
        ),
        (
            TaskFilter(account="nobody"),
            "*There is no account `nobody`.* `account:` matches the whole login or user id, exactly.",
        ),
        (TaskFilter(groups=("emea",), account="emea01"), ""),
        (TaskFilter(account="10000001"), ""),
        (TaskFilter(types=("check",)), ""),
    ],
)
async def test_what_is_missing_is_named_with_the_nearest(wanted: TaskFilter, sentence: str) -> None:
    assert await hints.hint(wanted) == sentence


@pytest.mark.usefixtures("sqlite")
async def test_where_there_are_no_groups_that_is_said() -> None:
    assert "There are no groups yet" in await hints.hint(TaskFilter(groups=("emea",)))


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize("wanted", [TaskFilter(groups=("<!channel>`",)), TaskFilter(account="`<!here> %_")])
async def test_a_name_that_would_be_more_than_a_name_stays_inert(wanted: TaskFilter) -> None:
    assert live(await hints.hint(wanted)) == []


@pytest.mark.usefixtures("sqlite")
async def test_others_are_answered_while_the_nearest_of_thousands_is_looked_for() -> None:
    names = [f"{'a' * 48}{n:04}{'a' * 48}" for n in range(2000)]
    await run_each("INSERT INTO account_group (name) VALUES (?)", [(name,) for name in names])

    async with beating() as heartbeat:
        assert "Did you mean" in await hints.hint(TaskFilter(groups=("a" * 100,)))

    assert heartbeat.longest < 0.5
