"""What the disk does not take ends a command with a sentence, and the same command does it when there is room."""

import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from models.connections.sqlite_file import file_of
from models.secrets.sealing import new_key

_LIMIT = 64 * 1024  # bytes by which nothing may grow


def bellhop(
    url: str, *words: str, most: int = resource.RLIM_INFINITY, **more
) -> subprocess.CompletedProcess[str]:
    """One command, in which no file may be larger than ``most`` bytes."""
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url, "BELLHOP_SECRET_KEYS": _KEY}
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    code = (
        f"import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {hard})); from bot.cli import app; app()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **more,
    )


_KEY = new_key("test")


def test_an_import_and_a_backup_without_room_say_so_and_leave_nothing_half(
    sqlite_url: str, tmp_path: Path
) -> None:
    accounts, copy = tmp_path / "accounts.csv", tmp_path / "copy.sqlite3"
    accounts.write_text(
        "login,user_id,group,password\n" + "".join(f"a{n},1{n:06},g,pw\n" for n in range(500))
    )
    commands = (("accounts", "import", str(accounts)), ("backup", str(copy)))

    for command in commands:
        refused = bellhop(sqlite_url, *command, most=_LIMIT)
        assert refused.returncode == 2
        *_, said = refused.stderr.splitlines()
        assert "full" in said or "disk I/O error" in said
        assert "Traceback" not in refused.stderr
        with closing(sqlite3.connect(file_of(sqlite_url))) as database:
            assert database.execute("SELECT COUNT(*) FROM account").fetchone() == (0,)
        assert not [file.name for file in tmp_path.iterdir() if file.name.startswith("copy")]
    for command in commands:
        assert bellhop(sqlite_url, *command).returncode == 0


@pytest.mark.parametrize("command", ["export", "key"])
def test_an_output_that_is_full_is_told_in_one_line(sqlite_url: str, command: str) -> None:
    with Path("/dev/full").open("w") as full:
        ended = bellhop(sqlite_url, command, stdout=full)

    assert ended.returncode == 2
    assert ended.stderr == "bellhop: Not finished: the disk is full. Fix that, then run it again.\n"
