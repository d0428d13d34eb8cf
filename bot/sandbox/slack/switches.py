"""Switches: how Slack misbehaves on demand."""

from collections.abc import Container
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from .documents import Json, objects

MILLISECONDS = 1000


@dataclass
class Failure:
    """The next calls of one method get this answer: 429, 500, lost, or one of Slack's error codes."""

    method: str
    answer: str
    times: int = 1
    retry_after: int = 1
    #: Only in this conversation; empty: wherever the call goes.
    channel: str = ""

    def as_json(self) -> Json:
        return {
            "method": self.method,
            "times": self.times,
            "answer": self.answer,
            "retry_after": self.retry_after,
            "channel": self.channel,
        }


@dataclass
class Switches:
    """All off, but for the latency every real network has."""

    latency_ms: tuple[float, float] = (20, 50)
    fail_next: list[Failure] = field(default_factory=list[Failure])
    deliver_twice: bool = False
    #: Types of blocks that are refused, as by a Slack that does not have them yet.
    refused_blocks: tuple[str, ...] = ()
    #: Tests of something else, and benchmarks, may turn the rate limits off.
    rate_limits: bool = True

    def fail(
        self, method: str, answer: str, *, times: int = 1, retry_after: int = 1, channel: str = ""
    ) -> None:
        """`method` is a Web API method, `chat.*` for those of a family, `response_url`, `upload`, or `*` for any."""
        self.fail_next.append(Failure(method, answer, times, retry_after, channel))

    def take(self, method: str, channels: Container[str] = ()) -> Failure | None:
        """The failure due for this call into these conversations, used up by one."""
        for failure in self.fail_next:
            if fnmatchcase(method, failure.method) and (not failure.channel or failure.channel in channels):
                failure.times -= 1
                if failure.times <= 0:
                    self.fail_next.remove(failure)
                return failure
        return None

    def set(self, changes: Json) -> None:
        """Change what is named; an unknown name is an error of the caller."""
        unknown = set(changes) - {"latency_ms", "fail_next", "deliver_twice", "refused_blocks", "rate_limits"}
        if unknown:
            raise ValueError(f"no such switch: {', '.join(sorted(unknown))}")
        if "latency_ms" in changes:
            self.latency_ms = _span(changes["latency_ms"])
        if "fail_next" in changes:
            self.fail_next = [_failure(entry) for entry in objects(changes["fail_next"])]
        self.refused_blocks = tuple(map(str, changes.get("refused_blocks", self.refused_blocks)))
        self.deliver_twice = bool(changes.get("deliver_twice", self.deliver_twice))
        self.rate_limits = bool(changes.get("rate_limits", self.rate_limits))

    def as_json(self) -> Json:
        return {
            "latency_ms": list(self.latency_ms),
            "fail_next": [failure.as_json() for failure in self.fail_next],
            "deliver_twice": self.deliver_twice,
            "refused_blocks": list(self.refused_blocks),
            "rate_limits": self.rate_limits,
        }


def _span(value: Any) -> tuple[float, float]:
    least, most = value
    return float(least), float(most)


def _failure(entry: Json) -> Failure:
    return Failure(
        method=str(entry["method"]),
        answer=str(entry["answer"]),
        times=int(entry.get("times", 1)),
        retry_after=int(entry.get("retry_after", 1)),
        channel=str(entry.get("channel", "")),
    )
