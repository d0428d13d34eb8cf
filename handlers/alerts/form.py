"""Parses the form of an alert rule, or refuses it field by field. Pure."""

import re
from dataclasses import fields

from handlers.alerts.present import ANY
from handlers.slack.ids import Do
from handlers.slack.request import Request
from handlers.words import shown_fields, typed_text
from models.domain.errors import BadRequest
from models.domain.task_types import TASK_TYPES
from models.domain.text import SHORT
from models.domain.values.alerts import AlertRuleInput

_MOST = 1_000_000  # tasks
_LONGEST = 60 * 24 * 7  # minutes: a week
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_CHANNEL = re.compile(r"[CG][A-Z0-9]+", re.ASCII)
_NO_LIMIT = "Enter a number of tasks, a time, or both. Without them, the alert would never fire."


def read(request: Request, *, zone: str) -> AlertRuleInput:
    """The rule from the form; raise BadRequest with a sentence for each wrong field, by block id."""
    refusals: dict[str, str] = {}
    above = _number(request, "above", _MOST, refusals)
    older, lasting, again = (
        _number(request, name, _LONGEST, refusals) or 0 for name in ("older", "lasting", "again")
    )
    if above is None and not older and not refusals:
        refusals["above"] = _NO_LIMIT
    channel, kind = (_typed(request, name) for name in ("channel", "type"))
    # A form that was open while the program was replaced has the group among the other fields.
    group = "".join(request.chosen("group", Do.CHOOSE_ALERT_GROUP)).strip() or _typed(request, "group")
    if not _CHANNEL.fullmatch(channel) or len(channel) > SHORT:
        refusals["channel"] = "Choose a channel that Bellhop is a member of."
    if kind not in {ANY, "", *TASK_TYPES}:
        refusals["type"] = "There is no such task type."
    if len(group) > SHORT:
        refusals["group"] = "There is no such group."
    quiet = _typed(request, "quiet_from"), _typed(request, "quiet_to")
    if any(quiet) and not all(map(_TIME.fullmatch, quiet)):
        refusals["quiet_to"] = "Quiet hours need a start and an end. Leave both empty for none."
    if refusals:
        raise BadRequest(refusals)
    return AlertRuleInput(
        channel=channel,
        group="" if group == ANY else group,
        type="" if kind == ANY else kind,
        above=above,
        older=older,
        lasting=lasting,
        again=again,
        quiet_from=quiet[0],
        quiet_to=quiet[1],
        zone=zone,
    )


def shown(rule: AlertRuleInput) -> dict[str, str]:
    """The rule as its form shows it: its values by block id."""
    return {name: str(getattr(rule, name)).strip() for name in _FIELDS}


def merged(wanted: AlertRuleInput, rule: AlertRuleInput, packed: str) -> AlertRuleInput:
    """The stored rule with what the form's person changed of what it showed (``packed``); raise BadRequest as ``read``."""
    changed = set(shown_fields.changed(packed, typed=shown(wanted), now=shown(rule)))
    if changed & {"quiet_from", "quiet_to"}:
        changed.add("zone")
    stored = {name: getattr(wanted if name in changed else rule, name) for name in (*_FIELDS, "zone")}
    if stored["above"] is None and not stored["older"]:
        raise BadRequest({"above": _NO_LIMIT})
    return AlertRuleInput(**stored)


_FIELDS = tuple(field.name for field in fields(AlertRuleInput) if field.name != "zone")


def _typed(request: Request, name: str) -> str:
    return typed_text.name("".join(request.chosen(name, Do.FILL_ALERT)))


def _number(request: Request, name: str, most: int, refusals: dict[str, str]) -> int | None:
    text = _typed(request, name)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and int(text) <= most):
        refusals[name] = f"A whole number from 0 to {most}."
        return None
    return int(text)
