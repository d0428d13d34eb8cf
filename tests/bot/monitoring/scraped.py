"""What a process says of itself on ``/metrics``, as a test reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from models.monitoring.gauges import Step

Sample = tuple[str, frozenset[tuple[str, str]]]  # name and labels


@dataclass(frozen=True)
class Scrape:
    """One answer of one process."""

    samples: dict[Sample, float]

    def of(self, name: str, **labels: str) -> float:
        """The value of one sample; a ``came_from`` label is ``from``, a word of Python's."""
        return self.samples[name, frozenset(labels.items())]

    def all(self, name: str) -> dict[tuple[str, ...], float]:
        """Every sample of this name that is not 0, by the values of its labels, in the order of their names."""
        values = {
            tuple(value for _, value in sorted(labels)): number
            for (called, labels), number in self.samples.items()
            if called == name
        }
        return {labels: number for labels, number in values.items() if number}

    def sum(self, name: str) -> float:
        """All samples of this name together."""
        return sum(self.all(name).values())

    def moves(self) -> dict[Step, float]:
        """``bellhop_moves_total``, as the events have it."""
        counts = self.all("bellhop_moves_total")
        return {Step(move, came_from, to): number for (came_from, move, to), number in counts.items()}


async def get(port: int, path: str) -> tuple[int, str]:
    """The status and text of a page on loopback."""
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def scrape(port: int) -> Scrape:
    """What the process on this port says. Raises ClientError when none listens."""
    status, text = await get(port, "/metrics")
    assert status == 200, text
    return read(text)


def read(text: str) -> Scrape:
    """The samples of a page."""
    return Scrape(
        {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }
    )


def together(scrapes: Iterable[Scrape], name: str) -> float:
    """A counter of processes, summed over them."""
    return sum(scrape_.sum(name) for scrape_ in scrapes)
