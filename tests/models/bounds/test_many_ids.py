"""PostgreSQL takes 32,767 values in one statement; a list of ids that people decide the size of may have more."""

from models.access import scope
from models.accounts import proxies, proxy_list
from models.secrets.sealing import Sealer
from models.sql import rows
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
