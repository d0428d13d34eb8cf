"""The Procfile's processes with tasks arriving: what they say of themselves is what the books say."""

import pytest

from tests.benchmarks.steady import steady


@pytest.mark.timeout(300)
async def test_the_metrics_of_all_processes_agree_with_the_books() -> None:
    report = await steady(16)  # a task canceled, one repeated, and two clicks

    assert report.wrong == []
    assert report.tasks > 5
    assert all(timing.samples for timing in report.watcher.timings.values())
