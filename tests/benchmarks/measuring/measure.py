"""Timing, and the tables of figures with what is wanted beside them."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from rich.console import Console
from rich.table import Table

MEDIAN, P95, RATIO, ACK_P99 = 50.0, 150.0, 1.5, 100.0
"""What is wanted: milliseconds of a click's own work, times the small database's, milliseconds to acknowledge."""

_WARM = 3
_console = Console(width=120)


@dataclass
class Timing:
    """Milliseconds of one thing, done again and again."""

    samples: list[float] = field(default_factory=list[float])

    @property
    def median(self) -> float:
        return median(self.samples)

    def quantile(self, share: float) -> float:
        """The sample that this share of them do not exceed."""
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def timed(work: Callable[[], Awaitable[object]], *, times: int, seconds: float) -> Timing:
    """Do it so many times after a few for warmth, or for so many seconds if that is less."""
    for _ in range(_WARM):
        await work()
    timing, end = Timing(), time.perf_counter() + seconds
    while len(timing.samples) < times and (not timing.samples or time.perf_counter() < end):
        begun = time.perf_counter()
        await work()
        timing.samples.append((time.perf_counter() - begun) * 1000)
    return timing


def compare(title: str, sizes: tuple[int, int], timings: dict[str, tuple[Timing, Timing]]) -> None:
    """Small beside big, with the ratio of their medians; what misses what is wanted is marked."""
    small, big = (f"{size:,}" for size in sizes)
    table = Table(
        title=title, caption=f"milliseconds · wanted: median < {MEDIAN:g}, p95 < {P95:g}, ratio ≤ {RATIO:g}"
    )
    table.add_column("what")
    for head in (f"{small} median", "p95", f"{big} median", "p95", "ratio", "missed"):
        table.add_column(head, justify="right")
    for name, (few, many) in timings.items():
        if not (few.samples and many.samples):  # interrupted before the turn of the second
            continue
        ratio = many.median / few.median
        checks = {"median": many.median < MEDIAN, "p95": many.quantile(0.95) < P95, "ratio": ratio <= RATIO}
        missed = ", ".join(check for check, kept in checks.items() if not kept)
        figures = (few.median, few.quantile(0.95), many.median, many.quantile(0.95), ratio)
        table.add_row(name, *(f"{figure:.2f}" for figure in figures), missed)
    _console.print(table)


def clicks(title: str, rows: Sequence[tuple[str, Timing, str]]) -> None:
    """Timings of what comes in over the network, each with what is wanted of it."""
    table = Table(title=title, caption="milliseconds")
    table.add_column("what")
    for head in ("number", "median", "p95", "p99", "most", "wanted"):
        table.add_column(head, justify="right")
    for name, timing, wanted in rows:
        shares = (timing.quantile(share) for share in (0.5, 0.95, 0.99, 1))
        table.add_row(name, str(len(timing.samples)), *(f"{share:.1f}" for share in shares), wanted)
    _console.print(table)
