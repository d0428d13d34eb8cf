"""``bellhop …`` without a start for each: ``python -m tests.bot.cli.forked`` has imported it, and forks a process for each.

Each is a process of its own with the arguments, the environment, the folder and the output that it is given. To
start one afresh takes a second of processor time, of which all but some hundredths are the imports.
"""

import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

_ROOT = Path(__file__).parents[3]
_one_at_a_time = threading.Lock()


def run(
    *arguments: str, env: Mapping[str, str], cwd: Path | None = None, umask: int = 0o022
) -> subprocess.CompletedProcess[str]:
    """Run ``bellhop`` to its end, as ``subprocess.run`` does it."""
    with tempfile.TemporaryDirectory() as folder:
        output = [Path(folder, name) for name in ("out", "err")]
        for file in output:
            file.touch()
        asked = {
            "arguments": arguments,
            "env": dict(env),
            "cwd": str(cwd or Path.cwd()),
            "umask": umask,
            "output": [str(file) for file in output],
        }
        with _one_at_a_time:
            status = _ask(_server(), asked)
        out, err = (file.read_text() for file in output)
    return subprocess.CompletedProcess(["bellhop", *arguments], status, out, err)


@cache
def _server() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bot.cli.forked"],
        env={name: os.environ[name] for name in ("PATH", "HOME", "BELLHOP_TEST_RUN") if name in os.environ},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT,
    )  # fmt: skip


def close() -> None:
    """End the process that forks, if there is one."""
    if _server.cache_info().currsize:
        _server().communicate(timeout=10)
        _server.cache_clear()


def _ask(server: subprocess.Popen[str], asked: Mapping[str, Any]) -> int:
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{json.dumps(asked)}\n")
    server.stdin.flush()
    return int(server.stdout.readline())


def main() -> None:
    program: Any = import_module("bot.cli.main")
    for package in ("bot.cli", "bot.cli.tasks"):
        for command in (program if package == "bot.cli" else import_module(package)).COMMANDS.values():
            import_module(f"{package}.{command.module}")
    gc.freeze()  # else the first collection of each would copy all of it
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(json.loads(line), program.app)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def _become(asked: Mapping[str, Any], app: Any) -> NoReturn:
    for number, place in enumerate(asked["output"], start=1):
        os.dup2(os.open(place, os.O_WRONLY), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    os.umask(asked["umask"])
    sys.argv = ["bellhop", *asked["arguments"]]
    app()
    sys.exit(0)


if __name__ == "__main__":
    main()
