"""The chaos run's short form: real processes, killed and frozen; nothing lost, nothing twice, nothing stuck."""

import pytest

from tests.chaos.faults import SHORT
from tests.chaos.run import inject_faults

FEW = 3  # accounts: two are worked on, one waits, and so does the second task of each


@pytest.mark.timeout(400)
async def test_what_is_promised_holds_after_every_fault() -> None:
    rows = [row async for row in inject_faults("sqlite", SHORT, runs=1, accounts=FEW)]

    assert [row.fault for row in rows] == list(SHORT)
    assert [(row.fault, row.lost, row.doubled, row.broken, row.stuck) for row in rows] == [
        (fault, [], [], [], []) for fault in SHORT
    ]
