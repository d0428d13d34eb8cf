"""A migration that is killed at any statement leaves the database before it or after it, and the next one goes on."""

import asyncio
import os
from collections.abc import Iterator

import pytest
from tortoise import connections

from models.database import database, migrate
from models.domain.errors import NotMigrated
from tests.models.killed import Killer
from tests.models.older import COUNTED, VERSIONS, dump, fill, make, older, rows_of
from tests.models.watched import Watched

ALL = os.environ.get("BELLHOP_FUZZ") == "long"  # killed more often


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    killer = Killer()
    yield killer
    killer.close()


@pytest.fixture
def undisturbed(request: pytest.FixtureRequest, empty: str) -> str:
    """The URL of a database of the same kind that was migrated in one go."""
    return request.getfixturevalue("sqlite_url" if empty.startswith("sqlite") else "postgres_url")


async def test_whoever_is_killed_at_any_statement_leaves_a_whole_version(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(empty, monkeypatch)

    await watched.run()

    tables = [left for left in watched.left if "account_group" in str(left)]  # the rest is before the first
    assert len(tables) > 60
    assert all(left in watched.versions for left in tables)
    assert len(watched.versions) == 2 * len(VERSIONS)
    for kept in watched.rows:
        for table in kept.keys() - {*COUNTED, "tortoise_migrations"}:
            (was,), (became,) = kept[table], watched.rows[-1][table]
            assert was.items() <= became.items(), "what an older version kept is there in the newest"


async def test_killed_again_and_again_it_is_as_if_it_had_not_been(
    empty: str, undisturbed: str, killer: Killer
) -> None:
    await older("0006_boards", empty)
    async with database(empty):
        before = await rows_of(empty)

    for statement in range(30, 500, 15 if ALL else 60):
        if not await asyncio.to_thread(killer.migrate, empty, statement):
            break
    else:
        pytest.fail("it was always killed")
    await migrate(empty)

    schema_now, rows_now = await dump(empty)
    assert schema_now == (await dump(undisturbed))[0]
    assert [row["name"] for row in rows_now["tortoise_migrations"]] == VERSIONS
    for table in before.keys() - {*COUNTED, "tortoise_migrations"}:
        assert before[table][0].items() <= rows_now[table][0].items()
    assert {row["n"] for row in rows_now["tally"]} == {1}


async def _forget(url: str, where: str) -> None:
    async with database(url):
        await _script(f"DELETE FROM tortoise_migrations WHERE {where}")


async def _script(statements: str) -> None:
    await connections.get("default").execute_script(statements)


_DROPPING_OR_CHANGING = ("0006", "0007", "0014", "0015", "0017", "0019")
"""And the one before them, whose rows 0007 counts; the others leave the same behind however late they are found."""


async def test_every_migration_whose_record_an_older_program_was_killed_before_is_found_made(
    empty: str, undisturbed: str
) -> None:
    for version in VERSIONS:
        if not ALL and version[:4] not in _DROPPING_OR_CHANGING and version != VERSIONS[-1]:
            continue
        await make(version, empty)
        async with database(empty):
            await fill(empty)
            if version >= "0015":  # what its statements would change, done a second time
                await _script("UPDATE batch SET state = 'asked'; UPDATE approval SET answer = 'rejected'")
        whole = await dump(empty)
        await _forget(empty, f"name = '{version}'")

        await make(version, empty)

        assert await dump(empty) == whole, version
    assert whole[0] == (await dump(undisturbed))[0]
    await _forget(empty, "TRUE")
    await migrate(empty)
    assert await dump(empty) == whole


async def test_tables_of_no_version_are_told_and_left_alone(database_url: str) -> None:
    await _forget(database_url, "name LIKE '0013%'")
    async with database(database_url):
        await connections.get("default").execute_script("DROP TABLE digest")
    before = await dump(database_url)

    with pytest.raises(NotMigrated, match="a part of what 0013_alerts makes is there"):
        await migrate(database_url)

    assert await dump(database_url) == before


async def test_a_newer_database_is_left_alone_and_one_of_another_program_refused(database_url: str) -> None:
    async with database(database_url):
        await connections.get("default").execute_script(
            "INSERT INTO tortoise_migrations (id, app, name, applied_at) VALUES (99, 'models', '0099_later', '2027-01-01')"
        )

    assert await migrate(database_url) == {"0099_later"}
    await _forget(database_url, "name LIKE '0013%'")
    with pytest.raises(
        NotMigrated, match="has seen 0099_later, which this program does not know, and not 0013"
    ):
        await migrate(database_url)
