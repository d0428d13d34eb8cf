"""What the metrics say beside what the books say: the database's, and the local Slack's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack import LocalSlack
from models.monitoring.gauges import Step
from models.sql import rows
from tests.bot.monitoring.scraped import Scrape, scrape, together

_ANYBODYS = {"auth.test", "apps.connections.open"}  # Bolt calls these with a client of its own
_UNIT = ("bot", "scheduler", "worker")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure."""

    name: str
    says: float
    books: float

    @property
    def agrees(self) -> bool:
        return self.says == self.books

    @property
    def text(self) -> str:
        return f"{self.name}: the metrics say {self.says:g}, the books {self.books:g}"


async def compared(ports: Mapping[str, int], slack: LocalSlack) -> list[Line]:
    """Every figure, once nothing moves any more."""
    scrapes = {name: await scrape(port) for name, port in ports.items()}
    lines: list[Line] = []
    for name in ("bot", "scheduler"):
        lines += await _of_the_database(name, scrapes[name])
    lines += await _of_the_worker(scrapes["worker"])
    return lines + _of_slack(scrapes, slack)


async def _of_the_database(name: str, scraped: Scrape) -> list[Line]:
    tasks = {
        (row["name"], row["status"]): row["n"]
        for row in await rows(
            "SELECT g.name, t.status, COUNT(*) AS n FROM task t JOIN account_group g ON g.id = t.group_id "
            "GROUP BY g.name, t.status"
        )
    }
    moves = {
        Step(row["move"], row["from_status"], row["to_status"]): row["n"]
        for row in await rows(
            "SELECT move, from_status, to_status, COUNT(*) AS n FROM event GROUP BY move, from_status, to_status"
        )
    }
    return [
        *_beside(f"{name}: tasks", scraped.all("bellhop_tasks"), tasks),
        *_beside(f"{name}: moves", scraped.moves(), moves),
        *_beside(f"{name}: to less from", _standing(scraped), _by_status(tasks)),
        *[
            Line(
                name=f"{name}: {metric}",
                says=scraped.of(f"bellhop_{metric}"),
                books=(await _number(question)),
            )
            for metric, question in {
                "outbox_pending": "outbox WHERE state IN ('pending', 'sending')",
                "outbox_dead": "outbox WHERE state = 'dead'",
                "accounts_held": "hold WHERE released_at IS NULL",
            }.items()
        ],
        *_beside(f"{name}: processes", scraped.all("bellhop_processes"), {(kind,): 1 for kind in _UNIT}),
    ]


def _standing(scraped: Scrape) -> Counter[str]:
    """Where the tasks must stand by the moves: what came there, less what left."""
    standing: Counter[str] = Counter()
    for step, count in scraped.moves().items():
        standing[step.to] += int(count)
        if step.came_from:
            standing[step.came_from] -= int(count)
    return +standing


def _by_status(tasks: Mapping[tuple[str, ...], float]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for (_, status), number in tasks.items():
        counted[status] += int(number)
    return counted


async def _of_the_worker(scraped: Scrape) -> list[Line]:
    attempts = await rows(
        "SELECT t.type, a.status, COUNT(*) AS n FROM attempt a JOIN task t ON t.id = a.task_id "
        "WHERE a.worker <> '' AND a.ended_at IS NOT NULL GROUP BY t.type, a.status"
    )
    claims = await rows(
        "SELECT t.type, COUNT(*) AS n FROM event e JOIN task t ON t.id = e.task_id WHERE e.move = 'claim' "
        "GROUP BY t.type"
    )
    counted = scraped.all("bellhop_attempt_seconds_count")
    return [
        *_beside("worker: attempts", counted, {(row["status"], row["type"]): row["n"] for row in attempts}),
        *_beside(
            "worker: waits",
            scraped.all("bellhop_wait_seconds_count"),
            {(row["type"],): row["n"] for row in claims},
        ),
    ]


def _of_slack(scrapes: Mapping[str, Scrape], slack: LocalSlack) -> list[Line]:
    books = slack.books()
    counted: Counter[str] = Counter()
    for name in ("bot", "worker"):
        for (method, result), number in scrapes[name].all("bellhop_slack_requests_total").items():
            if method not in _ANYBODYS and result != "no_answer":
                counted[method] += int(number)
    called = Counter(call["method"] for call in books["calls"] if call["method"] not in _ANYBODYS)
    return [
        *_beside("Slack: calls of", counted, called),
        Line(
            name="Slack: 429",
            says=together(scrapes.values(), "bellhop_slack_ratelimited_total"),
            books=sum(call["status"] == 429 for call in books["calls"]),
        ),
        Line(
            name="bot: deliveries acknowledged",
            says=scrapes["bot"].of("bellhop_ack_seconds_count"),
            books=len(books["deliveries"]),
        ),
    ]


def _beside(what: str, says: Mapping[Any, float], books: Mapping[Any, float]) -> list[Line]:
    return [
        Line(name=f"{what} {_words(key)}", says=says.get(key, 0), books=books.get(key, 0))
        for key in sorted({*says, *books}, key=str)
    ]


def _words(key: object) -> str:
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)


async def _number(question: str) -> int:
    return (await rows(f"SELECT COUNT(*) AS n FROM {question}"))[0]["n"]
