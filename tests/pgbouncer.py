"""A real PgBouncer before the tests' PostgreSQL. Never run as root."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from bot.sandbox.redis import free_port, wait_for_port
from tests.postgres import NOBODY, PostgresServer


class PgBouncer:
    """One process; ``connections`` are those it keeps to each database."""

    def __init__(self, server: PostgresServer, *, mode: str = "transaction", connections: int = 2) -> None:
        program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if program is None:
            pytest.skip("no PgBouncer: install Debian's package pgbouncer")
        self._folder = Path(tempfile.mkdtemp(prefix="pb", dir="/tmp"))
        self.port = free_port()
        (self._folder / "users").write_text('"bellhop" ""\n')
        (self._folder / "ini").write_text(
            f"[databases]\n* = host=127.0.0.1 port={server.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {self.port}\nunix_socket_dir =\nauth_type = trust\nauth_file = {self._folder}/users\n"
            f"pool_mode = {mode}\ndefault_pool_size = {connections}\nserver_idle_timeout = 5\n"
        )
        user = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
        if user:
            for place in (self._folder, *self._folder.iterdir()):
                os.chown(place, NOBODY, NOBODY)
        self._process = subprocess.Popen(
            [program, "-q", self._folder / "ini"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **user,
        )
        wait_for_port(self.port, self._process, 10)

    def url(self, direct: str) -> str:
        """The same database, through it."""
        return f"postgres://bellhop@127.0.0.1:{self.port}/{direct.rpartition('/')[2]}"

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        shutil.rmtree(self._folder, ignore_errors=True)
