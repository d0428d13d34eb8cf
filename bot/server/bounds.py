"""What a port gives to whoever connects, before it knows who that is."""

import resource
from dataclasses import dataclass

_PUBLIC, _PRIVATE = 512, 32  # connections at most; Slack, or the proxy before us, opens a few dozen


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Seconds where nothing else is said. Slack itself waits 3 seconds for an answer."""

    connections: int = _PUBLIC  # open at once
    head: float = 5.0  # from the connection, or from a request's first byte, to the end of its head
    body: float = 5.0  # from there to the end of its body
    answer: float = 5.0  # until the reader has taken an answer
    idle: float = 75.0  # between two requests; proxies keep a connection for 60
    body_bytes: int = 1024 * 1024  # a modal with 250 kB of view is the largest thing Slack sends
    held_bytes: int = 32 * 1024 * 1024  # of unfinished requests, those of all connections together
    quiet: float = 60.0  # between two lines of log about what was dropped
    retry: float = 0.1  # until the next accept, when there was no descriptor for one


def public() -> Bounds:
    """For Slack's port: half of the descriptors at most, since the database, Redis, Slack and browsers need some too."""
    return Bounds(connections=min(_PUBLIC, _descriptors() // 2))


def private() -> Bounds:
    """For the port of the metrics, which a monitor or two ask."""
    return Bounds(connections=min(_PRIVATE, _descriptors() // 8))


def _descriptors() -> int:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 2 * _PUBLIC if soft == resource.RLIM_INFINITY else soft
