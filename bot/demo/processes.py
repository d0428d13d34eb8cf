"""The four processes of the Procfile, as children of the demo: started, watched, restarted, ended with it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import structlog

from bot.parent_death import end_with_parent
from bot.sandbox.redis import wait_for_port
from models.private_files import opener

# The Procfile's lines; a test keeps the two the same.
COMMANDS = {
    "bot": "bellhop bot",
    "worker": (
        "taskiq worker bot.worker:make --workers 1 --max-async-tasks ${BELLHOP_CONCURRENCY:-$((2 * $(getconf _NPROCESSORS_ONLN)))} "
        "--ack-type when_received --wait-tasks-timeout 60 --shutdown-timeout 20 --max-fails 1 --no-configure-logging"
    ),
    "scheduler": "taskiq scheduler bot.scheduler:make --no-configure-logging",
    "release": "bellhop migrate",
}
_GRACE = 15.0  # seconds between asking a process to end and ending it
_log = structlog.get_logger()


class Processes:
    """Children with one environment. Each one's output goes to ``<folder>/<name>.log``."""

    def __init__(
        self, environment: Mapping[str, str], folder: Path, commands: Mapping[str, str] = COMMANDS
    ) -> None:
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        self._environment = {**os.environ, **environment, "PATH": programs}
        self._folder = folder
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    async def run(self, name: str) -> None:
        """Run one to its end; raise with its last words when it failed."""
        status = await asyncio.to_thread(self._spawn(name).wait)
        if status:
            raise RuntimeError(f"{name} ended with {status}: {self.last_words(name)}")

    def start(self, name: str) -> None:
        self._running[name] = self._spawn(name)

    async def listening(self, port: int, name: str = "bot") -> None:
        """Wait until the bot listens on its port."""
        await asyncio.to_thread(wait_for_port, port, self._running[name], 30)

    async def watch(self) -> None:
        """Start again what ended by itself, as any supervisor does."""
        while True:
            await asyncio.sleep(1)
            for name, process in list(self._running.items()):
                if process.poll() is not None:
                    _log.warning(
                        "process ended", name=name, status=process.returncode, words=self.last_words(name)
                    )
                    self.start(name)

    async def end(self, name: str) -> None:
        """Ask one to end, and wait until it has."""
        process = self._running.pop(name)
        process.terminate()
        try:
            await asyncio.to_thread(process.wait, _GRACE)
        except subprocess.TimeoutExpired:
            process.kill()

    async def close(self) -> None:
        """Ask all to end, in the order they were started; end what does not."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                await asyncio.to_thread(process.wait, _GRACE)
            except subprocess.TimeoutExpired:
                process.kill()

    def family(self, name: str) -> list[int]:
        """The ids of one that runs and of its children."""
        own = self._running[name].pid
        listed = Path(f"/proc/{own}/task/{own}/children").read_text() if Path("/proc").exists() else ""
        return [own, *map(int, listed.split())]

    def last_words(self, name: str) -> str:
        return self._log_of(name).read_text(errors="replace")[-2000:].strip()

    def _log_of(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def _spawn(self, name: str) -> subprocess.Popen[bytes]:
        with open(self._log_of(name), "ab", opener=opener) as log:
            return subprocess.Popen(  # noqa: S603 - our own commands
                ["/bin/sh", "-c", f"exec {self._commands[name]}"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,
            )
