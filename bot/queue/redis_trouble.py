"""Why Redis takes nothing, though it may answer: a replica, a full one, one that cannot save, one that lets nobody in.

One row for each kind, for doctor, readiness and the log. Workers are not stopped by any of them: see ``redis_broker``.
"""

from dataclasses import dataclass

from redis.asyncio import Redis
from redis.asyncio.sentinel import MasterNotFoundError
from redis.exceptions import (
    AuthenticationError,
    MovedError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)  # fmt: skip

STREAM = "bellhop"
NEEDS = "+ping +xadd +xdel +xgroup +xreadgroup +xack +xlen +xpending"  # commands, as an ACL names them


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What is wrong with Redis, as the end of "Redis …"; and what to do."""

    says: str
    remedy: str


AWAY = Trouble(says="cannot be reached", remedy="Check that it runs and that REDIS_URL points to it.")
_REPLICA = Trouble(
    says="accepts no writes: it is a replica",
    remedy="Set REDIS_URL to the primary, or to the Sentinels that name it (redis+sentinel://…).",
)
_FULL = Trouble(
    says="accepts no writes: its memory is full",
    remedy="Raise its maxmemory, or delete other data in it.",
)
_UNSAVED = Trouble(
    says="accepts no writes: it cannot save its snapshot to disk (MISCONF)",
    remedy="Look at its log and its disk. It accepts writes again after the next snapshot.",
)
_FORBIDDEN = Trouble(
    says="does not let its user do what the queue needs (NOPERM)",
    remedy=f"Let the user of REDIS_URL do this: ACL SETUSER … ~{STREAM} {NEEDS}",
)
_REFUSED = Trouble(
    says="refuses the user or the password",
    remedy="Set the right ones in REDIS_URL: rediss://USER:PASSWORD@HOST.",
)
_CLUSTER = Trouble(
    says="cannot be used: it is part of a cluster",
    remedy="Set REDIS_URL to a Redis that is not a cluster, or to Sentinels.",
)
_LONELY = Trouble(
    says="accepts no writes: it has too few replicas (NOREPLICAS)",
    remedy="Start its replicas, or lower its min-replicas-to-write.",
)
_LOADING = Trouble(says="is not ready: it is loading its data", remedy="Wait until it is ready.")
_BUSY = Trouble(
    says="does not answer: it is running a script", remedy="Wait for the script, or stop it: SCRIPT KILL."
)
_TAKEN = Trouble(
    says=f"has another program's key {STREAM}",
    remedy="Set another database in REDIS_URL: …/1.",
)
_OLD = Trouble(says="has no streams", remedy="Use Redis 6.2 or newer, or Valkey.")
_CROWDED = Trouble(
    says="accepts no connection: it has reached its maxclients",
    remedy="Raise maxclients, or close some connections.",
)

_UNNAMED = Trouble(
    says="cannot be reached: its Sentinels name no primary",
    remedy="Check that the Sentinels run, and that REDIS_URL has their password and service.",
)

_BY_TYPE: tuple[tuple[type[Exception], Trouble], ...] = (
    (ReadOnlyError, _REPLICA),
    (OutOfMemoryError, _FULL),
    (NoPermissionError, _FORBIDDEN),
    (AuthenticationError, _REFUSED),
    (MovedError, _CLUSTER),
    (MasterNotFoundError, _UNNAMED),
)
_BY_WORD = {
    "READONLY": _REPLICA, "MASTERDOWN": _REPLICA, "OOM": _FULL, "MISCONF": _UNSAVED, "NOPERM": _FORBIDDEN,
    "WRONGPASS": _REFUSED, "NOAUTH": _REFUSED, "invalid username-password": _REFUSED, "MOVED": _CLUSTER,
    "CLUSTERDOWN": _CLUSTER, "CROSSSLOT": _CLUSTER, "NOREPLICAS": _LONELY, "LOADING": _LOADING,
    "loading the dataset": _LOADING, "BUSY Redis": _BUSY, "running a script": _BUSY, "WRONGTYPE": _TAKEN,
    "unknown command": _OLD, "max number of clients": _CROWDED,
}  # fmt: skip
_HARMLESS = ("The ID specified in XADD", "Invalid stream ID", "NOGROUP")  # what the questions below aim at


def trouble(error: BaseException) -> Trouble:
    """What an error of Redis, or of the way to it, means."""
    for kind, meaning in _BY_TYPE:
        if isinstance(error, kind):
            return meaning
    said = str(error)
    meaning = next((meaning for word, meaning in _BY_WORD.items() if word in said), None)
    if meaning is None and isinstance(error, ResponseError):
        return Trouble(says="refuses what the queue needs", remedy=f"It says: {said[:200]}")
    return meaning or AWAY


async def ask(redis: Redis) -> Trouble | None:
    """What is wrong; None: it takes what the queue sends. Nothing is changed: each command names an entry that
    cannot be, which Redis says only after it has looked at everything else.
    """
    try:
        async with redis.pipeline(transaction=False) as pipe:
            pipe.ping()
            pipe.execute_command("XADD", STREAM, "0-0", "data", "")
            pipe.execute_command("XREADGROUP", "GROUP", STREAM, "nobody", "STREAMS", STREAM, "no id")
            pipe.xack(STREAM, STREAM, "0-0")
            pipe.xdel(STREAM, "0-0")
            pipe.xlen(STREAM)
            pipe.xpending(STREAM, STREAM)
            answers = await pipe.execute(raise_on_error=False)
    except (RedisError, OSError, TimeoutError) as error:
        return trouble(error)
    refused = (answer for answer in answers if isinstance(answer, Exception) and not _is_harmless(answer))
    return next((trouble(answer) for answer in refused), None)


def _is_harmless(answer: Exception) -> bool:
    return any(word in str(answer) for word in _HARMLESS)
