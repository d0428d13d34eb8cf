"""Over which of Slack's two ways a test is delivered: half of each feature's tests over the one, half over the other.

What the two have not in common is a page of code (``bot/socket_mode.py``, ``bot/http.py``) with tests of its own; behind
it is one conversation. What the bot's users described is tried over both; with ``BELLHOP_FUZZ=long`` everything is.
"""

import os
from zlib import crc32

import pytest

BOTH = "tests/handlers/description/"
_ALL = os.environ.get("BELLHOP_FUZZ") == "long"


def halve(items: list[pytest.Item]) -> list[pytest.Item]:
    """Take out what is tried over the other one, and return it. A test that was collected over one alone stays."""
    tests: dict[str, dict[str, pytest.Item]] = {}  # name without the transport -> transport -> item
    for item in items:
        if (transport := _transport(item)) and not item.nodeid.startswith(BOTH):
            tests.setdefault(_same_over_both(item.nodeid, transport), {})[transport] = item
    if _ALL:
        return []
    left = [over["socket" if _by_http(name) else "http"] for name, over in tests.items() if len(over) > 1]
    names = {item.nodeid for item in left}
    items[:] = [item for item in items if item.nodeid not in names]
    return left


def _by_http(name: str) -> bool:
    """By the test's name, so that it is the same in every run and whatever tests come beside it."""
    return bool(crc32(name.encode()) & 1)


def _transport(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("transport", "")) if callspec else ""


def _same_over_both(name: str, transport: str) -> str:
    """
    >>> _same_over_both("tests/test_a.py::test_socket[http-1]", "http")
    'tests/test_a.py::test_socket[-1]'
    """
    function, _, parameters = name.partition("[")
    return f"{function}[{parameters.replace(transport, '', 1)}"
