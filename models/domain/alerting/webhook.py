"""What a webhook is told of an incident: which events are owed, their bodies and their signature. Pure."""

import hashlib
import hmac
import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.domain.values.alerts import IncidentDetail

PAGERDUTY = "https://events.pagerduty.com/v2/enqueue"
LEAST_KEY = 16  # characters: fewer can be guessed
_MOST_SUMMARY = 1024  # characters, PagerDuty's limit


class Shape(StrEnum):
    """How a webhook wants to be told."""

    PAGERDUTY = "pagerduty"
    JSON = "json"


class Happening(StrEnum):
    """What becomes of an incident, as PagerDuty names it; a test is no incident."""

    TRIGGER = "trigger"
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"
    TEST = "test"


def owed(incident: IncidentDetail, *, unsure: bool) -> tuple[Happening, ...]:
    """What its webhook has not taken yet, in order. ``unsure``: an earlier try may have arrived.

    What was over before it was told is not told at all: nobody is called for that.
    """
    told = incident.hooked
    if told == Happening.RESOLVE:
        return ()
    if incident.ended_at is not None:
        return (Happening.RESOLVE,) if told or unsure else ()
    first = () if told else (Happening.TRIGGER,)
    is_new = incident.acked_at is not None and told != Happening.ACKNOWLEDGE
    return (*first, Happening.ACKNOWLEDGE) if is_new else first


def dedup_key(incident: IncidentDetail) -> str:
    """The same for all that is told of one incident."""
    return f"bellhop-alert-{incident.id}-{int(incident.began_at.timestamp())}"


def body(shape: str, key: str, happening: Happening, incident: IncidentDetail) -> bytes:
    """What is sent. It names no task and no account."""
    told = plain(happening, incident) if shape == Shape.JSON else pagerduty(key, happening, incident)
    return json.dumps(told, separators=(",", ":")).encode()


def plain(happening: Happening, incident: IncidentDetail) -> dict[str, Any]:
    """The incident as plain JSON; moments are ISO 8601 in UTC, or null."""
    return {
        "event": happening.value,
        "dedup_key": dedup_key(incident),
        "kind": incident.kind,
        "title": incident.row.title,
        "summary": _summary(incident),
        "count": incident.count,
        "of": incident.total,
        "peak": incident.peak,
        "began_at": _iso(incident.began_at),
        "acknowledged_at": _iso(incident.acked_at),
        "ended_at": _iso(incident.ended_at),
        "outcome": incident.outcome,
    }


def pagerduty(key: str, happening: Happening, incident: IncidentDetail) -> dict[str, Any]:
    """The incident as an event of PagerDuty's Events API v2."""
    told: dict[str, Any] = {
        "routing_key": key,
        "event_action": happening.value,
        "dedup_key": dedup_key(incident),
    }
    if happening is Happening.TRIGGER:
        told["client"] = "Bellhop"
        told["payload"] = {
            "summary": _summary(incident),
            "source": "Bellhop",
            "severity": "critical",
            "timestamp": _iso(incident.began_at),
            "class": incident.kind,
            "custom_details": {"count": incident.count, "of": incident.total, "peak": incident.peak},
        }
    return told


def test_bodies(shape: str, key: str, *, now: datetime) -> tuple[bytes, ...]:
    """What *Send a test* sends: to PagerDuty an incident that is resolved at once."""
    name, words = f"bellhop-test-{int(now.timestamp())}", "A test by Bellhop. Nothing is wrong."
    if shape == Shape.JSON:
        tests: list[dict[str, Any]] = [{"event": Happening.TEST.value, "dedup_key": name, "summary": words}]
    else:
        head = {"routing_key": key, "dedup_key": name}
        payload = {"summary": words, "source": "Bellhop", "severity": "info"}
        tests = [
            head | {"event_action": Happening.TRIGGER.value, "payload": payload},
            head | {"event_action": Happening.RESOLVE.value},
        ]
    return tuple(json.dumps(test, separators=(",", ":")).encode() for test in tests)


def signature(key: str, sent: bytes, *, at: int) -> str:
    """Of a body sent at this UNIX second: HMAC-SHA256 of ``v1:SECOND:BODY``.

    >>> signature("k" * 16, b"{}", at=1)[:11]
    'v1=2b185a71'
    """
    return "v1=" + hmac.new(key.encode(), b"v1:%d:" % at + sent, hashlib.sha256).hexdigest()


def _summary(incident: IncidentDetail) -> str:
    return f"{incident.row.title}: {incident.sentence}"[:_MOST_SUMMARY]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
