"""PostgreSQL takes 32,767 values in one statement; a list of ids that people decide the size of may have more."""

from datetime import UTC, datetime

from models.access import scope
from models.accounts import holds, proxies, proxy_list
from models.domain.proxies import parse_proxy
from models.secrets.sealing import Sealer
from models.sql import rows, transaction
from models.tables.messages import Outbox
from models.tables.tasks import Task
from models.tasks import hand_overs, queries
from tests.factories import waiting_tasks

_MANY = range(1, 40_001)


async def test_what_any_number_of_tasks_accounts_and_proxies_lies_in_is_said(
    database: str, sealer: Sealer
) -> None:
    await waiting_tasks(1, sealer)

    assert await scope.of_tasks(_MANY) == ("emea",)
    assert await scope.of_accounts(_MANY) == ("emea",)
    assert await scope.of_proxies(_MANY) == ()


async def test_any_number_of_proxies_is_listed_and_read_each_once_in_order(
    database: str, sealer: Sealer
) -> None:
    await rows(
        "INSERT INTO proxy (scheme, host, port, username) VALUES ('http', 'a', 1, ''), ('http', 'b', 1, '') RETURNING id"
    )

    assert [proxy.address.host for proxy in await proxy_list.listed(_MANY)] == ["a", "b"]
    assert list(await proxies.stored(_MANY, sealer)) == [1, 2]


async def test_any_number_of_accounts_is_held_found_waiting_and_released(
    database: str, sealer: Sealer
) -> None:
    (task,) = await waiting_tasks(1, sealer)
    now = datetime.now(UTC)
    assert await holds.hold([1], why="look", by="U0ANA", now=now)

    assert list(await holds.of(_MANY)) == [1]
    assert await queries.waiting_of(_MANY) == [task]
    assert await holds.release(_MANY, by="U0ANA", now=now) == [1]
    assert await Outbox.filter(kind="progress").exists()


async def test_any_number_of_proxies_that_are_there_already_is_kept_once(
    database: str, sealer: Sealer
) -> None:
    known = parse_proxy("http://10.0.0.1:3128")
    await transaction(lambda: proxies.keep([known], sealer=sealer))
    many = [parse_proxy(f"http://10.{n // 65536}.{n // 256 % 256}.{n % 256}:3128") for n in range(33_000)]

    numbers = await transaction(lambda: proxies.keep(many, sealer=sealer))

    assert (len(numbers), numbers[known]) == (33_000, 1)


async def test_any_number_of_checks_is_looked_for_among_the_holds(database: str, sealer: Sealer) -> None:
    (first,) = await waiting_tasks(1, sealer)
    task = await Task.get(id=first)
    checks = [Task(id=n, type=task.type) for n in _MANY]
    assert await holds.hold([1], why="look", by="", now=datetime.now(UTC))
    await rows("UPDATE hold SET check_id = :id RETURNING id", id=first)

    await transaction(lambda: hand_overs.moved(checks, now=datetime.now(UTC)))

    assert await Outbox.filter(kind="hold").exists()
