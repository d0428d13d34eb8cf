"""The longest tests begin first, spread over the workers: one that begins last is what all others wait for.

xdist gives each worker a run of neighbours to begin with, and takes from the end of a run for who has nothing left.
"""

from collections.abc import Sequence

import pytest

LONGEST = (
    "tests/e2e/test_chaos.py",
    "tests/e2e/test_endurance.py",
    "tests/e2e/test_steady.py",
    "tests/e2e/test_backup.py",
    "tests/e2e/test_procfile.py",
    "tests/e2e/test_canary.py",
    "tests/fuzz/test_conversation.py",
    "tests/executor/test_situations.py",
)
"""The files of the longest tests, the longest first, as ``--durations`` shows them."""


def spread(items: list[pytest.Item], workers: int) -> None:
    """Put the tests of these files at the front of the runs, in turn; the others keep their order."""
    files = [item.nodeid.partition("::")[0] for item in items]
    longest = sorted(
        (item for item, file in zip(items, files, strict=True) if file in LONGEST),
        key=lambda item: LONGEST.index(item.nodeid.partition("::")[0]),
    )
    others = [item for item, file in zip(items, files, strict=True) if file not in LONGEST]
    items[:] = [
        item
        for worker in range(workers)
        for item in (*longest[worker::workers], *_share(others, worker, workers))
    ]


def _share(items: Sequence[pytest.Item], worker: int, workers: int) -> Sequence[pytest.Item]:
    return items[len(items) * worker // workers : len(items) * (worker + 1) // workers]
