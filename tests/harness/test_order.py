"""The longest tests begin first, one in each worker, and none is lost."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.order import LONGEST, spread


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_each_worker_begins_with_one_of_the_longest(workers: int) -> None:
    items: list[Any] = [SimpleNamespace(nodeid=f"tests/models/test_x.py::test_{n}") for n in range(40)]
    items[20:20] = [SimpleNamespace(nodeid=f"{file}::test") for file in reversed(LONGEST[:4])]
    before = {item.nodeid for item in items}

    spread(items, workers)

    assert {item.nodeid for item in items} == before
    assert len(items) == 44
    assert [items[44 * worker // workers].nodeid for worker in range(workers)] == [
        f"{file}::test" for file in LONGEST[:workers]
    ]
