"""A long command of ours that is interrupted tells what it found, and ends what it started."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

_LONG = """
import asyncio
from tests.long_command import interrupt_on_terminate, say, told

async def work(found):
    try:
        say("the first")
        found.append("one figure")
        await asyncio.Event().wait()
    finally:
        say("put away")
        await asyncio.sleep(0.3)  # as ending a process takes

interrupt_on_terminate()
found = []
with told(lambda: say(", ".join(found))):
    asyncio.run(work(found))
"""


@pytest.mark.parametrize("numbers", [(signal.SIGINT,), (signal.SIGTERM,), (signal.SIGTERM, signal.SIGTERM)])
def test_what_was_found_is_told_whichever_way_it_is_ended(numbers: tuple[signal.Signals, ...]) -> None:
    command = subprocess.Popen(
        [sys.executable, "-uc", _LONG],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert command.stdout is not None
    assert "the first" in command.stdout.readline()

    command.send_signal(numbers[0])
    assert "put away" in command.stdout.readline()
    for number in numbers[1:]:
        command.send_signal(number)

    told, _ = command.communicate(timeout=10)
    assert told.index("Ended before its time (KeyboardInterrupt)") < told.index("one figure")
    assert command.returncode != 0


@pytest.mark.parametrize("package", ["chaos", "benchmarks"])
def test_every_command_that_runs_long_uses_it(package: str) -> None:
    folder = Path(__file__).parents[1] / package
    main = (folder / "__main__.py").read_text()
    runs = [path for path in folder.glob("*.py") if "async def run(" in path.read_text()]

    assert "interrupt_on_terminate()\n" in main
    for path in runs if package == "benchmarks" else [folder / "__main__.py"]:
        assert {"say(", "with told("} <= {part for part in ("say(", "with told(") if part in path.read_text()}
