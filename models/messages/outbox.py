"""The transactional outbox: messages still to be sent to Slack.

A row is written in the transaction of the change it reports, and drawn only when it is sent: so a burst of changes
to one batch is one message with the newest state. One pending row per key (a partial unique index).
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from tortoise.expressions import Subquery

from models.domain.errors import LeaseLost
from models.messages.kinds import LATER, MessageKind
from models.sql import T, locks_rows, rows, transaction
from models.tables.messages import Outbox

_log = structlog.get_logger()

NO_ANSWER = "no answer"
"""How the error of a row begins whose last try may have reached Slack all the same."""

LEASE = timedelta(seconds=60)  # a relay that is silent for this long is considered dead
UNSURE = timedelta(hours=1)  # that a message waits for Slack to say who its reader is
_FARTHEST = timedelta(minutes=5)  # no message is put off for so long, but for those of LATER
TRIES = 8  # then a row is a dead letter: about ten minutes of trying
_LOST = f"{NO_ANSWER}: its relay was lost"
_ALWAYS_LOST = f"{_LOST} at the last of {TRIES} tries: look at the processes' logs before you send it again"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One taking of a row: the fence of all that its relay does with it later.

    A row that is taken over has another try, one that was a dead letter meanwhile another ``due_at``.
    """

    row_id: int
    tries: int
    due_at: datetime | str  # as the database returned it

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Taken":
        return cls(row_id=row["id"], tries=row["tries"], due_at=row["due_at"])


_OURS = "id = :id AND tries = :tries AND due_at = :taken AND state = 'sending'"


def _ours(taken: Taken) -> dict[str, Any]:
    return {"id": taken.row_id, "tries": taken.tries, "taken": taken.due_at}


async def enqueue(kind: MessageKind, about: int, *, now: datetime, after: timedelta = timedelta()) -> None:
    """Queue a message about ``about``, unless one is pending: that one is locked until the change it reports is committed.

    A relay that took it before would draw what was, and nobody the change.
    """
    row = {"kind": kind, "about": about, "key": f"{kind}:{about}", "due": now + after, "now": now}
    await rows(
        "INSERT INTO outbox (kind, about, key, state, due_at, created_at, tries, error) VALUES (:kind, :about, :key, "
        "'pending', :due, :now, 0, '') ON CONFLICT (key) WHERE state = 'pending' DO UPDATE SET due_at = outbox.due_at",
        **row,
    )


async def hurry(kind: MessageKind, about: int, *, due_at: datetime) -> None:
    """Send what is pending no later than then."""
    await Outbox.filter(key=f"{kind}:{about}", state="pending", due_at__gt=due_at).update(due_at=due_at)


async def ended(kind: MessageKind, about: int) -> str | None:
    """Why a message about this will not be sent any more by itself; None while one is still to be sent."""
    newest = await Outbox.filter(key=f"{kind}:{about}").order_by("-id").first()
    if newest is None:
        return "none is to be sent"
    return None if newest.state in {"pending", "sending"} else newest.error


async def take(kinds: Sequence[MessageKind], *, now: datetime, most: int) -> list[dict[str, Any]]:
    """Take up to ``most`` due rows of these kinds, the longest due first; a row whose relay died is taken again.

    That one by itself, since it may be what ends each process that takes it: then it is a dead letter at last, and
    takes none of the others with it. While a row is being sent, a younger one of its key waits for what it writes down.
    """
    locked = " FOR UPDATE SKIP LOCKED" if locks_rows() else ""  # a locked one reports an uncommitted change
    # One that is lost and locked is with whoever froze in the middle of it, or takes it over: the others go on.
    lost = f"SELECT id FROM outbox WHERE kind IN (:kinds) AND state = 'sending' AND lease_until < :now ORDER BY id LIMIT 1{locked}"  # noqa: S608 - fixed text
    due = (
        "SELECT id FROM outbox WHERE kind IN (:kinds) AND state = 'pending' AND due_at <= :now "  # noqa: S608 - fixed text
        "AND NOT EXISTS (SELECT 1 FROM lost) AND key NOT IN (SELECT key FROM outbox WHERE kind IN (:kinds) "
        f"AND state = 'sending') ORDER BY due_at, id LIMIT :most{locked}"
    )
    is_over = "state = 'sending' AND tries >= :tries"
    messages = await rows(
        # The two guards after the sub-query let only one of two relays have a row.
        f"WITH lost AS ({lost}), due AS ({due}) UPDATE outbox SET state = CASE WHEN {is_over} THEN 'dead' ELSE 'sending' END, "  # noqa: S608 - fixed text
        f"lease_until = CASE WHEN {is_over} THEN lease_until ELSE :lease END, tries = tries + 1, "
        f"error = CASE WHEN {is_over} THEN :always WHEN state = 'sending' THEN :lost ELSE error END "
        "WHERE id IN (SELECT id FROM lost UNION ALL SELECT id FROM due) AND (state = 'pending' OR lease_until < :now) "
        "RETURNING id, kind, about, key, tries, due_at, error, unsure_since, state, created_at",
        lost=_LOST,
        always=_ALWAYS_LOST,
        tries=TRIES,
        kinds=kinds,
        now=now,
        most=most,
        lease=now + LEASE,
    )
    for row in messages:
        if row["state"] == "dead":
            _log.error("dead letter", error=row["error"], outbox=[row["id"]], kind=row["kind"])
            await _tell_younger(row)
    return sorted((row for row in messages if row["state"] == "sending"), key=lambda row: row["id"])


async def renew(held: Sequence[Taken], *, now: datetime) -> set[Taken]:
    """Renew the leases of taken rows. Return those that are still ours; nothing is done to the others."""
    mine = " OR ".join(f"(id = :id{n} AND tries = :tries{n} AND due_at = :due{n})" for n in range(len(held)))
    values: dict[str, Any] = {}
    for n, taken in enumerate(held):
        values |= {f"id{n}": taken.row_id, f"tries{n}": taken.tries, f"due{n}": taken.due_at}
    kept = await rows(
        f"UPDATE outbox SET lease_until = :lease WHERE state = 'sending' AND ({mine or '1 = 0'}) RETURNING id",  # noqa: S608 - fixed texts
        lease=now + LEASE,
        **values,
    )
    return {taken for taken in held if taken.row_id in {row["id"] for row in kept}}


async def while_ours(held: Sequence[Taken], write: Callable[[], Awaitable[T]], *, now: datetime) -> T:
    """Write what came of taken rows, in one transaction with the look whether they are ours. Raise LeaseLost if not."""

    async def body() -> T:
        if len(await renew(held, now=now)) < len(held):
            raise LeaseLost
        return await write()

    return await transaction(body)


async def bring_forward(*, now: datetime) -> int:
    """What is due later than anything is put off, or leased for longer than a lease, was put off before the clock was set
    back: it is due now. Alerts may wait for a night to end; the next look at them says again when they are due. Reminders
    of files wait for days, and one that comes late does no harm.
    """
    far = now + _FARTHEST
    due = await Outbox.filter(state="pending", due_at__gt=far).exclude(kind__in=LATER).update(due_at=now)
    taken = await Outbox.filter(state="sending", lease_until__gt=far).update(lease_until=now + LEASE)
    return due + taken


async def sent(taken: Taken) -> bool:
    """The row has reached Slack. False: it is not ours any more, and nothing was changed."""
    changed = await rows(
        f"UPDATE outbox SET state = 'sent', lease_until = NULL, error = '' WHERE {_OURS} RETURNING id",  # noqa: S608 - fixed text
        **_ours(taken),
    )
    return bool(changed)


async def put_back(
    taken: Taken, *, due_at: datetime, error: str, failed: bool, unsure_since: datetime | None = None
) -> bool:
    """Try the row again at ``due_at``. ``failed``: the try counts; waiting for one's turn does not. False: not ours.

    When a younger row with the same key is pending, that one says it all and this one is done; it has then waited for
    its reader for as long, and what may have arrived is remembered with it.
    """

    async def body() -> bool:
        changed = await rows(
            "UPDATE outbox SET state = CASE WHEN EXISTS (SELECT 1 FROM outbox o WHERE o.key = outbox.key "  # noqa: S608 - fixed text
            "AND o.state = 'pending') THEN 'sent' ELSE 'pending' END, due_at = :due, lease_until = NULL, "
            # What may have arrived is remembered through later tries that certainly did not.
            "error = CASE WHEN error LIKE :unsure THEN error ELSE :error END, "
            f"unsure_since = :since, tries = tries - :uncounted WHERE {_OURS} RETURNING state, key, error",
            due=due_at,
            error=error[:2000],
            unsure=f"{NO_ANSWER}%",
            uncounted=0 if failed else 1,
            since=unsure_since,
            **_ours(taken),
        )
        for row in changed:
            if row["state"] == "sent":
                await _tell_younger(row)
        if changed and unsure_since is not None:
            key = Outbox.filter(id=taken.row_id).values("key")
            await Outbox.filter(key__in=Subquery(key), state="pending").update(unsure_since=unsure_since)
        return bool(changed)

    return await transaction(body, is_anew_on_conflict=True)  # with a row queued meanwhile


async def _tell_younger(row: Mapping[str, Any]) -> None:
    """A pending row of the same key says the same anew: what may have arrived is remembered with that one."""
    if row["error"].startswith(NO_ANSWER):
        younger = Outbox.filter(key=row["key"], state="pending").exclude(error__startswith=NO_ANSWER)
        await younger.update(error=row["error"])


async def bury(taken: Taken, *, error: str) -> bool:
    """It will not reach Slack by itself: keep it as a dead letter, with the reason. False: it is not ours any more."""

    async def body() -> bool:
        changed = await rows(
            "UPDATE outbox SET state = 'dead', lease_until = NULL, unsure_since = NULL, "  # noqa: S608 - fixed text
            "error = CASE WHEN error LIKE :unsure AND :error NOT LIKE :unsure THEN :then ELSE :error END "
            f"WHERE {_OURS} RETURNING key, error",
            error=error[:2000],
            then=f"{NO_ANSWER} at an earlier try, then {error}"[:2000],
            unsure=f"{NO_ANSWER}%",
            **_ours(taken),
        )
        for row in changed:
            await _tell_younger(row)
        return bool(changed)

    return await transaction(body)


async def dead(*, most: int) -> list[Outbox]:
    """What did not reach Slack, the newest first."""
    return await Outbox.filter(state="dead").order_by("-id").limit(most)


async def resend(*, now: datetime) -> int:
    """Try every dead letter again; return how many. One whose key is pending anyway is sent with that one.

    What may have arrived is remembered.
    """

    async def body() -> int:
        again = await rows(
            "UPDATE outbox SET due_at = :now, tries = 0, unsure_since = NULL, "
            "error = CASE WHEN error LIKE :unsure THEN error ELSE '' END, state = CASE WHEN id IN (SELECT MAX(id) FROM outbox "
            "WHERE state = 'dead' GROUP BY key) AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.key = outbox.key "
            "AND o.state = 'pending') THEN 'pending' ELSE 'sent' END WHERE state = 'dead' RETURNING state, key, error",
            now=now,
            unsure=f"{NO_ANSWER}%",
        )
        for row in again:
            if row["state"] == "sent":
                await _tell_younger(row)
        return sum(row["state"] == "pending" for row in again)

    return await transaction(body, is_anew_on_conflict=True)  # with a row queued meanwhile
