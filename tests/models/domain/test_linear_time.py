"""A pattern holds up every other answer while it matches: none may take more than its text's length."""

import importlib
import inspect
import pkgutil
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

import pytest

import handlers.alerts
import handlers.schedules
import handlers.words
import models.domain.account_files
import models.domain.proxies
import models.domain.schedules
import models.domain.sessions
import models.domain.task_files
from handlers.words.typed_text import plain, split
from models.domain import addresses, csv, text
from models.domain.account_files.reader import read_accounts
from models.domain.errors import BadRequest
from models.domain.proxies import parse_proxy
from models.domain.sessions.reader import read_session

_PACKAGES = (
    models.domain.account_files, models.domain.proxies, models.domain.schedules, models.domain.sessions, models.domain.task_files,
    handlers.alerts, handlers.schedules, handlers.words,
)  # fmt: skip
_MODULES = [
    addresses, csv, text,
    *(importlib.import_module(f"{package.__name__}.{found.name}") for package in _PACKAGES for found in pkgutil.iter_modules(package.__path__)),
]  # fmt: skip
_USES = {
    f"{module.__name__}.{name}.{how}": getattr(value, how)
    for module in _MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
    for how in ("fullmatch", "match", "search", "sub", "split", "finditer")
    if f"{name}.{how}" in inspect.getsource(module)
}
_PIECES = (
    "a", "1", " ", ":", ".", ",", ";", "=", "@", "/", "\\", '"', "'", "<", "_", "*", "[", "#", "-", "\t", "\n", "A", "AAAA ", "a:1:", "a.b",
    "a:1@", "x=", "x=y;", "://", "a://", '\\"', '"a', ',"a', "<@A", "<a:", "<#A|", "&amp;", "&", "x@", "1.0", "1E", "{", "“", "‘a", " ‘", "----", "a-",
)  # fmt: skip
_LONG = (
    20_000  # characters: a proxy may have 16,000, a cell and a command's text fewer or bounds of their own
)
_MOST = (
    0.05  # seconds of the processor; what goes by the square takes a second, the others a hundredth of this
)
_READ = 0.5  # seconds: readers do more, in Python, where others are answered meanwhile
_SHORT = 4_000  # characters: a command is cut after 2,000
_TEXTS = [(piece * (_LONG // len(piece)))[:_LONG] + end for piece in _PIECES for end in ("", " \x00")]


def _seconds(work: Callable[[], object]) -> float:
    """The least of three, since a machine may be busy."""
    least = float("inf")
    for _ in range(3):
        began = time.thread_time()
        work()
        least = min(least, time.thread_time() - began)
        if least < _MOST:
            break
    return least


def _whole(use: Callable[..., object], given: str) -> None:
    """All that this use of a pattern does with a text."""
    found = use("", given) if getattr(use, "__name__", "") == "sub" else use(given)
    if isinstance(found, Iterator):
        deque(found, maxlen=0)


@pytest.mark.parametrize("name", _USES)
def test_no_text_takes_a_pattern_long(name: str) -> None:
    longest = _SHORT if name.startswith("handlers.") else _LONG

    slow = [
        given[:10] for given in _TEXTS if _seconds(partial(_whole, _USES[name], given[-longest:])) > _MOST
    ]

    assert not slow


def _account(given: str) -> object:
    return read_accounts(f"ann----geheim1----{given}\n".encode(), open_session=str, group="emea")


def _header(given: str) -> object:
    return read_accounts(f"login{given}\nann\n".encode(), open_session=str, group="emea")


def _tried(read: Callable[[str], object], given: str) -> None:
    with suppress(ValueError, BadRequest):
        read(given)


@pytest.mark.parametrize("read", [_account, _header, read_session, parse_proxy, split, plain])
def test_no_text_takes_its_reader_long(read: Callable[[str], object]) -> None:
    slow = [
        given[:10]
        for given in _TEXTS
        if _seconds(partial(_tried, read, given[-_SHORT:] if read is plain else given)) > _READ
    ]

    assert not slow


def test_quotes_and_marks_around_a_word_are_peeled_off_at_one_reading() -> None:
    assert _seconds(partial(split, "’`" * 1_000)) < _MOST
