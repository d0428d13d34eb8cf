"""Databases from before answers of proxies were kept: what ended for want of a proxy is known to be the account's one's."""

from models.database import database, migrate
from models.sql import rows
from tests.models.older import fill, make

_KNOWN = {("no_proxy", "proxy_timeout"): 1, ("no_proxy", "no_proxy_assigned"): None, ("ended", ""): None}
"""The status and the cause of an attempt, and the id of the proxy that it failed by."""


async def test_a_failure_of_before_is_the_one_of_the_accounts_proxy(empty: str) -> None:
    await make("0021_moved_batches", empty)
    async with database(empty):
        await fill(empty)
        (attempt,) = await rows("DELETE FROM attempt RETURNING *")
        names, places = ", ".join(f'"{name}"' for name in attempt), ", ".join(f":{name}" for name in attempt)
        for number, (status, cause) in enumerate(_KNOWN, start=1):
            values = {**attempt, "id": number, "number": number, "status": status, "cause": cause}
            await rows(f"INSERT INTO attempt ({names}) VALUES ({places}) RETURNING id", **values)

    await migrate(empty)

    async with database(empty):
        attempts = await rows("SELECT status, cause, proxy_id FROM attempt")
        (kept,) = await rows("SELECT answers, failure FROM proxy")
    assert {(row["status"], row["cause"]): row["proxy_id"] for row in attempts} == _KNOWN
    assert kept == {"answers": None, "failure": ""}
