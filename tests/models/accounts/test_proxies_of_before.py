"""Databases from before answers of proxies were kept: what ended for want of a proxy is known to be the account's one's."""

import pytest

from models.database import database, migrate
from models.sql import rows
from tests.models.older import older


@pytest.mark.parametrize(
    ("status", "cause", "proxy"),
    [
        ("no_proxy", "proxy_timeout", 1),
        ("no_proxy", "no_proxy_assigned", None),
        ("ended", "", None),
    ],
)
async def test_a_failure_of_before_is_the_one_of_the_accounts_proxy(
    empty: str, status: str, cause: str, proxy: int | None
) -> None:
    await older("0021_moved_batches", empty)
    async with database(empty):
        await rows(
            "UPDATE attempt SET status = :status, cause = :cause RETURNING id", status=status, cause=cause
        )

    await migrate(empty)

    async with database(empty):
        (attempt,) = await rows("SELECT proxy_id FROM attempt")
        (kept,) = await rows("SELECT answers, failure FROM proxy")
    assert attempt["proxy_id"] == proxy
    assert kept == {"answers": None, "failure": ""}
