"""How far a command is, on standard error: a line that changes on a terminal, else one every few seconds."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console

EVERY = 5.0  # seconds between two lines where standard error is no terminal


@contextmanager
def progress(console: Console, sentence: str) -> Generator[Callable[[int], None]]:
    """Say ``sentence`` with the number that the function is called with, from any thread; ``{}`` stands for it."""
    if console.is_terminal:
        with console.status(sentence.format("0")) as status:
            yield lambda number: status.update(sentence.format(f"{number:,}"))
        return
    last = time.monotonic()

    def say(number: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            console.print(sentence.format(f"{number:,}"))

    yield say
