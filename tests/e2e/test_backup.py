"""``bellhop backup``: taken while a bot works, and worth something: a bot that is started on it finishes the work."""

import asyncio
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.cli.backup import pg_dump
from bot.demo.personas import cast
from bot.demo.seed import member, record
from bot.sandbox.site import PracticeSite
from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.accounts.records import save_accounts
from models.database import database
from models.domain.lifecycle import LIVE, Status
from models.secrets.sealing import Sealer
from models.tables.tasks import Task
from models.tasks import claims
from tests.bot.cli import forked
from tests.conftest import KEY
from tests.factories import some_accounts, waiting_tasks

PEOPLE = [persona for persona in cast() if not persona.trouble][:4]
UNDER_WAY = (Status.WAITING, *LIVE)


def bellhop(*arguments: str, url: str) -> subprocess.CompletedProcess[str]:
    return forked.run(*arguments, env={"DATABASE_URL": url})


def kept(file: Path) -> dict[int, str]:
    """Task ID -> status, as the copy has them."""
    with closing(sqlite3.connect(file)) as copy:
        return dict(copy.execute("SELECT id, status FROM task"))


@pytest.fixture
async def site() -> AsyncIterator[PracticeSite]:
    """Slow enough that a backup falls among the tasks."""
    async with PracticeSite([member(persona) for persona in PEOPLE], latency_ms=200, posts=0) as server:
        yield server


@pytest.fixture
async def known(slack: LocalSlack, sqlite_url: str, site: PracticeSite) -> dict[str, Any]:
    """Settings of a bot that performs one task after another by itself."""
    async with database(sqlite_url):
        await save_accounts([record(persona, site) for persona in PEOPLE], sealer=Sealer([KEY]))
    return {
        "admins": ("U0ANA",),
        "slack_bot_token": slack.workspace.bot_token,
        "slack_app_token": slack.workspace.app_token,
        "slack_api_url": slack.api_url,
        "secret_keys": (KEY,),
        "site_url": site.url,
        "concurrency": 1,
    }


@pytest.mark.timeout(240)
async def test_a_bot_on_a_copy_taken_while_another_worked_finishes_what_waited_and_makes_nothing_twice(
    known: dict[str, Any], sqlite_url: str, slack: LocalSlack, ana: Person, site: PracticeSite, tmp_path: Path,
) -> None:  # fmt: skip
    copy = tmp_path / "backup.sqlite3"
    async with running(Settings.model_validate({**known, "database_url": sqlite_url})):
        await slack.connected()
        await _ask_for_pages(ana)
        await ana.see(lambda: len(site.books()["pages"]) >= 1, 60)
        taken = await asyncio.to_thread(bellhop, "backup", str(copy), url=sqlite_url)
        await _until_over()
    assert taken.returncode == 0, taken.stderr
    assert taken.stdout.startswith(f"{copy} written and verified: {len(PEOPLE)} tasks, ")
    assert copy.stat().st_mode & 0o777 == 0o600
    before = kept(copy)
    assert "waiting" in before.values()

    restored = f"sqlite://{shutil.copy(copy, tmp_path / 'restored.sqlite3')}"
    async with database(restored):  # whoever restores an older copy need not wait for a lost worker's lease
        await Task.filter(status__in=LIVE).update(lease_until=datetime.now(UTC) - claims.LEASE)
    async with running(Settings.model_validate({**known, "database_url": restored})):
        await _until_over()
        after = {task.id: task.result async for task in Task.all()}

    assert Counter(page["login"] for page in site.books()["pages"]) == Counter(
        persona.login for persona in PEOPLE
    )
    for task, status in before.items():
        assert ("no second one was made" in after[task]) is (status in {"waiting", "starting"})
        assert ("Look at the account" in after[task]) is (status == "executing")


async def _ask_for_pages(ana: Person) -> None:
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Task type": "Create page"})
    form = await ana.wait_for_view(lambda view: "Page name" in ana.reads(view))
    accounts = [persona.login for persona in PEOPLE]
    await ana.fill(form, {"Accounts": accounts, "Page name": "Acme", "Category": "Community"})
    assert await ana.submit(form) is None


async def _until_over() -> None:
    async with asyncio.timeout(90):
        while await Task.filter(status__in=UNDER_WAY).exists():  # noqa: ASYNC110 - the table tells nobody
            await asyncio.sleep(0.1)


def test_an_older_database_is_copied_too_before_it_is_migrated(sqlite_url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite://"))) as older, older:
        older.execute(
            "DELETE FROM tortoise_migrations WHERE name = (SELECT MAX(name) FROM tortoise_migrations)"
        )
        (left,) = older.execute("SELECT COUNT(*) FROM tortoise_migrations").fetchone()

    done = bellhop("backup", str(tmp_path / "copy.sqlite3"), url=sqlite_url)

    assert done.returncode == 0
    assert f", {left} migrations, " in done.stdout


def test_what_is_there_already_is_not_overwritten(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite3").write_text("of yesterday")

    done = bellhop("backup", str(tmp_path / "copy.sqlite3"), url=sqlite_url)

    assert done.returncode == 2
    assert done.stderr.endswith("copy.sqlite3 already exists. Name another file.\n")
    assert (tmp_path / "copy.sqlite3").read_text() == "of yesterday"


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        ("UPDATE account SET group_id = 4711", "a row names another that is not there"),
        ("DROP TABLE tortoise_migrations", "the database has no tables yet"),
    ],
)
async def test_what_is_not_sound_is_told_and_leaves_no_file(
    sqlite_url: str, tmp_path: Path, sealer: Sealer, harm: str, named: str
) -> None:
    async with database(sqlite_url):
        await some_accounts(1, sealer)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite://"))) as broken, broken:
        broken.execute(harm)
    (tmp_path / "copies").mkdir()

    done = bellhop("backup", str(tmp_path / "copies/copy.sqlite3"), url=sqlite_url)

    assert done.returncode == 2
    assert named in done.stderr
    assert list((tmp_path / "copies").iterdir()) == []


async def test_a_page_of_the_file_that_is_spoilt_is_told(
    sqlite_url: str, tmp_path: Path, sealer: Sealer
) -> None:
    async with database(sqlite_url):
        await waiting_tasks(200, sealer)
    _spoil(Path(sqlite_url.removeprefix("sqlite://")))

    done = bellhop("backup", str(tmp_path / "copy.sqlite3"), url=sqlite_url)

    assert done.returncode == 2
    assert "SQLite says: database disk image is malformed." in done.stderr
    assert not (tmp_path / "copy.sqlite3").exists()


def _spoil(file: Path) -> None:
    """Zeros over the first page of the table of tasks."""
    with closing(sqlite3.connect(file)) as whole:
        ((page,),) = whole.execute("SELECT rootpage FROM sqlite_master WHERE name = 'task'")
        ((size,),) = whole.execute("PRAGMA page_size")
    with file.open("r+b") as spoilt:
        spoilt.seek((page - 1) * size)
        spoilt.write(bytes(size))


def test_there_must_be_a_database(tmp_path: Path) -> None:
    done = bellhop("backup", str(tmp_path / "copy.sqlite3"), url=f"sqlite://{tmp_path / 'mistyped.sqlite3'}")

    assert done.returncode == 2
    assert "there is no database at" in done.stderr
    assert list(tmp_path.glob("*.sqlite3*")) == []


def test_for_postgresql_it_says_the_command_without_the_password(tmp_path: Path) -> None:
    url = "postgres://ann:hunter2@db.example:5433/bellhop?password=hunter2"

    done = bellhop("backup", "a b.dump", url=url)

    assert done.returncode == 2
    assert done.stderr.endswith(f": {pg_dump(url, Path('a b.dump'))}\n")
    assert "'--file=a b.dump' --host=db.example --port=5433 --username=ann bellhop" in done.stderr
    assert "hunter2" not in done.stderr + done.stdout
