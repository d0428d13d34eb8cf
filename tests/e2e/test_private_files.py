"""What Bellhop writes to disk is its owner's alone: whatever the umask, and whatever it was before."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from bot.demo.processes import Processes
from models.database import database
from models.private_files import narrow, wide
from tests.bot.cli import forked

_WIDE = 0o000  # the umask that takes nothing away


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def _bellhop(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return forked.run(*arguments, env={"DATABASE_URL": "sqlite://b.sqlite3"}, cwd=folder, umask=_WIDE)


def test_the_database_its_backup_and_its_audit_are_private_whatever_the_umask(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("of yesterday")
    (tmp_path / "old.csv").chmod(0o666)

    done = [
        _bellhop(tmp_path, *words)
        for words in (("migrate",), ("backup", "copy.sqlite3"), ("audit", "--out", "new.csv"), ("audit", "--out", "old.csv"))
    ]  # fmt: skip

    assert [one.returncode for one in done] == [0, 0, 0, 0], done
    files = {file.name: _mode(file) for file in tmp_path.iterdir()}
    assert {"b.sqlite3", "b.migrating", "copy.sqlite3", "new.csv", "old.csv"} <= set(files)
    assert set(files.values()) == {0o600}
    assert (tmp_path / "old.csv").read_text().startswith("at,actor")


async def test_a_database_of_an_older_program_is_closed_to_others_with_what_lies_beside_it(
    migrated_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("WARNING", logger="models.private_files")  # whatever another test set for all
    file = tmp_path / "b.sqlite3"
    shutil.copy(migrated_file, file)
    file.chmod(0o644)
    with closing(sqlite3.connect(file)) as other:  # what another process has open stays open
        other.execute("UPDATE lead SET holder = holder")
        other.commit()
        beside = [file, Path(f"{file}-wal"), Path(f"{file}-shm")]
        assert wide(*beside) == beside

        async with database(f"sqlite://{file}"):
            assert [_mode(path) for path in beside] == [0o600] * 3

    assert f"{file} could be used by others" in caplog.text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file another user's")
def test_what_is_another_users_is_left_alone_and_doctor_names_it(migrated_file: Path, tmp_path: Path) -> None:
    for name in ("b.sqlite3", "out.csv"):
        shutil.copy(migrated_file, tmp_path / name)
        (tmp_path / name).chmod(0o644)
        os.chown(tmp_path / name, 65534, 65534)

    told = _bellhop(tmp_path, "doctor").stdout
    refused = _bellhop(tmp_path, "audit", "--out", "out.csv")

    assert "others may read b.sqlite3" in told
    assert "chmod go= b.sqlite3" in told
    assert refused.returncode == 2
    assert "out.csv cannot be written: it belongs to another user, and others may read it." in refused.stderr
    assert _mode(tmp_path / "b.sqlite3") == 0o644


async def test_the_logs_of_the_demo_are_private(tmp_path: Path) -> None:
    before = os.umask(_WIDE)
    try:
        await Processes({}, tmp_path, {"some": "true"}).run("some")
    finally:
        os.umask(before)

    assert _mode(tmp_path / "some.log") == 0o600


def test_no_link_is_followed_to_something_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to(tmp_path / "folder")

    narrow(tmp_path / "link", tmp_path / "missing")

    assert _mode(tmp_path / "folder") == 0o755
