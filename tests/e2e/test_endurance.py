"""A worker among faults: no account with two workers, nothing made twice, nothing left behind."""

import pytest

from tests.benchmarks.endurance import endure
from tests.benchmarks.surroundings.troubles import TROUBLES

QUICK = [trouble for trouble in TROUBLES if not trouble.patient]
WELL = 2  # accounts with nothing wrong, beside one for each trouble


@pytest.mark.timeout(300)
async def test_many_tasks_with_faults_among_them_end_as_they_must() -> None:
    report = await endure(accounts=len(QUICK) + WELL, tasks_each=2, at_once=4, troubles=QUICK, among=1)

    assert report.wrong == []
    assert report.killed == 1
    assert report.statuses.total() == report.tasks
