"""A wrong or missing setting stops each process with one line that names it: the real processes.

Every single setting is tried, without a process for each, by ``tests/bot/test_bad_settings.py``; what a database and
its keys may lack by ``tests/bot/test_startup.py``.
"""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo.processes import COMMANDS
from models.database import database
from models.secrets.sealing import Sealer, new_key
from tests.conftest import KEY
from tests.factories import some_accounts

GOOD = {
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "SLACK_BOT_TOKEN": "xoxb-test",
    "SLACK_APP_TOKEN": "xapp-test",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
    "BELLHOP_SITE_URL": "http://127.0.0.1:9",
    "BELLHOP_SECRET_KEYS": KEY,
}
ZEROS = base64.b64encode(bytes(32)).decode()
NO_DATABASE = "postgres://nobody@127.0.0.1:9/none"


@pytest.mark.parametrize(
    ("process", "change", "named"),
    [
        ("bot", {"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "SLACK_API_URL: Slack cannot be reached"),
        ("bot", {"DATABASE_URL": NO_DATABASE}, "DATABASE_URL: The database cannot be reached"),
        ("worker", {"DATABASE_URL": NO_DATABASE}, "DATABASE_URL: The database cannot be reached"),
        ("scheduler", {"DATABASE_URL": NO_DATABASE}, "DATABASE_URL: The database cannot be reached"),
        ("release", {"DATABASE_URL": NO_DATABASE}, "DATABASE_URL: The database cannot be reached"),
    ],
)
def test_a_bad_setting_is_named_in_one_line(
    process: str, change: dict[str, str], named: str, sqlite_url: str
) -> None:
    assert named in _only_line(process, {"DATABASE_URL": sqlite_url, **change})


def test_a_database_without_tables_is_told_to_be_migrated(tmp_path: Path) -> None:
    line = _only_line("scheduler", {"DATABASE_URL": f"sqlite://{tmp_path / 'empty.sqlite3'}"})

    assert "bellhop migrate" in line


@pytest.mark.parametrize("process", ["bot", "scheduler"])
def test_a_database_that_opens_and_cannot_be_read_ends_the_process(process: str, sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite://"))
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * 65536 + whole[69632:])

    line = _only_line(process, {"DATABASE_URL": sqlite_url})

    assert line.endswith("the file is damaged; restore the last backup.")


@pytest.mark.parametrize("process", ["bot", "worker"])
async def test_a_key_that_opens_nothing_stops_the_start(process: str, sqlite_url: str) -> None:
    async with database(sqlite_url):
        await some_accounts(1, Sealer([KEY]))

    line = _only_line(process, {"DATABASE_URL": sqlite_url, "BELLHOP_SECRET_KEYS": new_key("other")})

    assert "BELLHOP_SECRET_KEYS: these keys do not decrypt the secrets" in line


def _only_line(process: str, change: dict[str, str]) -> str:
    """Run the process; it must fail, soon, with one line of its own."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(
        ["/bin/sh", "-c", f"exec {COMMANDS[process]}"],
        env={"PATH": programs, "HOME": os.environ.get("HOME", "/"), **GOOD, **change},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    own = [line for line in ended.stderr.splitlines() if line.startswith("bellhop: ")]
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert len(own) == 1, ended.stderr
    return own[0]
