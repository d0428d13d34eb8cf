"""The chaos run as a page: which faults were injected, on which machine, with what outcome."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.chaos.faults import FAULTS
from tests.chaos.run import Row

_HEAD = """# Outcome of each fault

Made by `uv run python -m tests.chaos --report docs/chaos.md` on {date}: {machine}.

The Procfile's processes run on a real Redis and a real database, with real Chromium on the practice site and the local
Slack. While tasks are under way each fault is injected; then the database, the site and Slack are compared. *Lost*: a task, a status note or a batch's message that
is missing. *Doubled*: a page, a business manager or a status note that exists twice. *Stuck*: work that does not move, or a
message not sent, for a minute or more. *Rules*: rows that one of the invariants of `tests/models/invariants.py` finds.
With `--only` or `--database` the command makes some rows anew, and the others stay.
The lease is 4 seconds here (60 in production) and the scheduler sweeps every second (10 in production).

| fault | database | runs | lost | doubled | stuck | rules broken | longest recovery |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def page(rows: Sequence[Row], before: str = "") -> str:
    """As Markdown. The rows of the page ``before`` that were not made anew stay."""
    lines = _lines(before) | {(row.fault, row.database): _line(row) for row in rows}
    databases = list(dict.fromkeys(database for _, database in lines))
    order = sorted(lines, key=lambda key: (databases.index(key[1]), list(FAULTS).index(key[0])))
    head = _HEAD.format(date=f"{datetime.now(UTC):%Y-%m-%d}", machine=_machine())
    return head + "".join(f"{lines[key]}\n" for key in order)


def _lines(text: str) -> dict[tuple[str, str], str]:
    """The rows of a page, by fault and database."""
    cells = [(line, [cell.strip() for cell in line.split("|")]) for line in text.splitlines()]
    return {(parts[1], parts[2]): line for line, parts in cells if len(parts) > 2 and parts[1] in FAULTS}


def _line(row: Row) -> str:
    return (
        f"| {row.fault} | {row.database} | {row.runs} | {len(row.lost)} | {len(row.doubled)} | {len(row.stuck)} "
        f"| {len(row.broken)} | {row.longest:.0f} s |"
    )


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    return f"{os.cpu_count()} cores of {models[0] if models else platform.machine()}, {memory:.0f} GB, Python {platform.python_version()}"
