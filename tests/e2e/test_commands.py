"""The command line, as it is typed."""

import asyncio
import csv
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.monitoring import heartbeat
from bot.sandbox.redis import free_port, wait_for_port
from handlers.exports import present
from models.database import database
from models.monitoring import processes
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from tests.bot.cli import forked
from tests.conftest import KEY
from tests.factories import ended, waiting_tasks

BELLHOP = str(Path(sys.executable).parent / "bellhop")


def bellhop(*arguments: str, url: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return forked.run(*arguments, env={"DATABASE_URL": url, "BELLHOP_SECRET_KEYS": KEY} | settings)


async def test_migrate_then_import_brings_accounts(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path / 'new.sqlite3'}"
    (tmp_path / "state.json").write_text('[{"name": "sid", "value": "x", "domain": "site.example"}]')
    file = tmp_path / "accounts.csv"
    file.write_text("login,group,password,session\nann,emea,secret,state.json\nbob,apac,,\n")

    assert bellhop("migrate", url=url).returncode == 0
    done = bellhop("accounts", "import", str(file), url=url)

    assert done.stdout == "2 accounts added, 0 changed.\n"
    async with database(url):
        assert await Account.all().order_by("login").values_list("login", flat=True) == ["ann", "bob"]


async def test_an_import_with_a_bad_line_names_it_and_imports_nothing(
    tmp_path: Path, sqlite_url: str
) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("login,group,proxy\nann,emea,\nbob,,\ncid,apac,ftp://x\n")

    done = bellhop("accounts", "import", str(file), url=sqlite_url)

    assert done.returncode == 2
    assert "Row 3: group is empty." in done.stderr
    assert "Row 4: proxy must be a URL" in done.stderr
    async with database(sqlite_url):
        assert await Account.all().count() == 0


def test_migrating_twice_at_once_is_harmless(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path / 'new.sqlite3'}"
    both = [
        subprocess.Popen([BELLHOP, "migrate"], env={"DATABASE_URL": url}, stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]

    assert [process.wait(60) for process in both] == [0, 0]


@pytest.mark.parametrize(("stand_in", "place"), [("site", "/_health"), ("slack", "/_books")])
async def test_each_stand_in_runs_alone_and_ends_when_asked(stand_in: str, place: str) -> None:
    port = free_port()
    process = subprocess.Popen([BELLHOP, stand_in, "--port", str(port)], stdout=subprocess.DEVNULL)
    await asyncio.to_thread(wait_for_port, port, process, 30)

    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{place}") as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGTERM)

    assert await asyncio.to_thread(process.wait, 20) == 0


def test_a_trace_that_is_not_kept_is_told_with_the_way_to_keep_them(sqlite_url: str) -> None:
    done = bellhop("trace", "4711", url=sqlite_url)

    assert done.returncode == 2
    assert done.stderr == (
        "bellhop: no trace of task 4711 is kept. BELLHOP_TRACE=1 keeps those of attempts that fail.\n"
    )


async def test_a_process_that_signs_the_list_lives_and_one_of_another_machine_is_not_taken_for_it(
    sqlite_url: str,
) -> None:
    async with database(sqlite_url):
        await processes.seen("elsewhere:1", "worker", "", now=datetime.now(UTC))
    assert bellhop("alive", url=sqlite_url).returncode == 1

    async with database(sqlite_url):
        await processes.seen(heartbeat.name(), "bot", "", now=datetime.now(UTC))
    done = bellhop("alive", url=sqlite_url)

    assert done.returncode == 0
    assert done.stdout == f"bot {heartbeat.name()}\n"


async def test_a_process_that_was_not_seen_of_late_does_not_live(sqlite_url: str) -> None:
    async with database(sqlite_url):
        await processes.seen(heartbeat.name(), "bot", "", now=datetime.now(UTC) - 2 * processes.ALIVE)

    assert bellhop("alive", url=sqlite_url).returncode == 1


async def test_an_export_writes_the_tasks_that_match_to_standard_output(
    sqlite_url: str, sealer: Sealer
) -> None:
    async with database(sqlite_url):
        first, second = await waiting_tasks(2, sealer)
        await ended(first, result="=1+1")

    done = bellhop("export", "ended", "group:emea", url=sqlite_url)
    batch = bellhop("export", "batch:1", url=sqlite_url)

    assert (done.returncode, done.stderr) == (0, "1 task written.\n")
    header, line = csv.reader(done.stdout.splitlines())
    assert header == list(present.TASKS)
    assert line[0] == str(first)
    assert line[header.index("execution_result")] == "'=1+1"
    assert [row[0] for row in csv.reader(batch.stdout.splitlines())] == ["task_id", str(first), str(second)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("wating",), "Did you mean `waiting`?"),
        (("batch:7",), "There is no batch 7 with tasks in it."),
        (("--zone", "Mars/Base"), "--zone: write a time zone by its name, such as Europe/Berlin."),
    ],
)
def test_an_export_that_cannot_be_made_says_why_and_writes_nothing(
    sqlite_url: str, words: tuple[str, ...], told: str
) -> None:
    done = bellhop("export", *words, url=sqlite_url)

    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""
