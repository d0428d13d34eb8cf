"""A database that cannot be used is told in one sentence, whatever is wrong with it."""

import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from models.connections.database_url import shown
from models.database import database, is_migrated, migrate, open_database
from models.domain.errors import NoDatabase, NotMigrated
from tests.postgres import PostgresServer

# A user that may do nothing, once everything is imported; for who is not root the mode of the file is enough.
_AS_NOBODY = """
import asyncio, os, sys
from models.database import migrate
asyncio.run(migrate(sys.argv[1]))
if os.geteuid() == 0:
    os.setegid(65534); os.seteuid(65534)
try:
    asyncio.run(migrate(sys.argv[2]))
except Exception as error:
    print(type(error).__name__, error)
"""


def _garbage(file: Path) -> None:
    file.write_bytes(b"This is a letter, and no database.\n" * 200)


def _nothing(file: Path) -> None:
    file.parent.rmdir()


def _folder(file: Path) -> None:
    file.mkdir()


def _damaged(file: Path) -> None:
    with closing(sqlite3.connect(file)) as whole, whole:
        whole.execute("CREATE TABLE task (id INTEGER)")
    file.write_bytes(file.read_bytes()[:100] + b"\xff" * 8092)


def _found(folder: Path) -> list[tuple[str, int, bytes]]:
    return [
        (file.name, file.stat().st_mode, file.read_bytes() if file.is_file() else b"")
        for file in sorted(folder.rglob("*"))
    ]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_garbage, "that file is not a SQLite database."),
        (_nothing, "its folder does not exist."),
        (_folder, "that is a folder."),
        (_damaged, "the file is damaged; restore the last backup."),
    ],
)
async def test_what_is_no_database_is_named_in_one_sentence(
    tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    (tmp_path / "place").mkdir()
    file = tmp_path / "place/b.sqlite3"
    spoil(file)
    before = _found(file.parent)

    with pytest.raises((NoDatabase, NotMigrated)) as refused:
        await migrate(f"sqlite://{file}")

    assert str(refused.value).endswith(f"sqlite://{file}: {says}")
    if spoil != _damaged:
        assert _found(file.parent) == before, "what is no database is not ours"


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_database_that_may_not_be_written_is_named_in_one_sentence(tmp_path: Path, what: str) -> None:
    place = tmp_path / "place"
    place.mkdir()
    file = place / "b.sqlite3"
    if what == "file":
        sqlite3.connect(file).close()
        file.touch()
        file.chmod(0o444)
    place.chmod(0o777 if what == "file" else 0o555)
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents:  # as far as they are this run's
        if not folder.stat().st_mode & stat.S_IXOTH:
            folder.chmod(0o711)

    told = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, f"sqlite://{tmp_path}/good.sqlite3", f"sqlite://{file}"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    ).stdout  # fmt: skip

    place.chmod(0o755)
    assert told.startswith("N")
    assert f"sqlite://{file}: " in told
    assert told.count("\n") == 1


async def test_the_file_is_the_one_that_is_named(tmp_path: Path, migrated_file: Path) -> None:
    named = tmp_path / "a b#c?.sqlite3"
    shutil.copy(migrated_file, named)
    (tmp_path / "100%20.sqlite3").touch()

    async with database(f"sqlite://{tmp_path}/a b#c%3F.sqlite3"):
        assert await is_migrated()
    with pytest.raises(NoDatabase, match="has a % in its name, which is written %25"):
        await open_database(f"sqlite://{tmp_path}/100%20.sqlite3")

    assert {name.partition(".")[0] for name, *_ in _found(tmp_path)} == {"a b#c?", "100%20"}


async def test_a_url_of_postgresql_that_leads_nowhere_is_named_without_its_password(
    postgres_server: PostgresServer,
) -> None:
    for url in (
        "postgres://u:hunter2@127.0.0.1:1/x",
        postgres_server.url("not_there").replace("bellhop@", "bellhop:hunter2@"),
        "postgres://u:hunter2/@127.0.0.1:1/x",
    ):
        for ask in (open_database, migrate):
            with pytest.raises(NoDatabase) as refused:
                await ask(url)
            assert "hunter2" not in str(refused.value)
            assert shown(url) in str(refused.value)
