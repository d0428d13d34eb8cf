"""Parses the forms of an alert rule, or refuses them field by field. Pure."""

import re
from dataclasses import replace

from handlers.alerts.present_rules import block, over
from handlers.slack.ids import Do
from handlers.slack.request import Request
from handlers.words import filter_words, shown_fields, typed_text
from models.domain.alerting.kinds import KINDS, MOST_ENDED, KindRow
from models.domain.conditions import CONDITIONS, in_force
from models.domain.errors import BadFilter, BadRequest
from models.domain.filters import EVERYTHING, TaskFilter
from models.domain.text import SHORT
from models.domain.values.alerts import AlertRuleInput

_MOST = {"above": 1_000_000, "percent": 99}
_LONGEST = 60 * 24 * 7  # minutes: a week
_AT_LEAST_ONE = {"older", "minutes"}  # nothing is older than no time
_TIME = r"([01]?\d|2[0-3]):([0-5]\d)"
_QUIET = re.compile(rf"{_TIME}\s*(?:-|–|to)\s*{_TIME}", re.ASCII)
_OVER = re.compile(
    r"(\d{1,5})\s*(min|minutes?|h|hours?|tasks?)\s*(?:,?\s*at least\s+(\d{1,5})(?:\s+\w+)?)?",
    re.ASCII | re.IGNORECASE,
)
_CHANNEL = re.compile(r"[CG][A-Z0-9]+", re.ASCII)
_HOW_OVER = "Write `60 min, at least 10` or `50 tasks, at least 20`; a week or 10,000 tasks are the most."
_LEAST = 10  # that must have ended, where nobody says
WATCHED = ("kind", "scope", "channel", "above", "older", "percent", "over", "minutes")
CALLED = ("lasting", "on_call", "again", "then_call", "quiet")
_SEVERAL = {"over": ("minutes", "tasks", "least"), "quiet": ("quiet_from", "quiet_to", "zone")}
"""What one field of a form stands for in a rule."""


def read(request: Request, rule: AlertRuleInput) -> AlertRuleInput:
    """The rule with what the form of what it watches says; raise BadRequest with a sentence for each wrong field."""
    kind = "".join(request.chosen("kind", Do.CHOOSE_ALERT_KIND))
    if kind not in KINDS:
        raise BadRequest({"kind": "Choose what to watch."})
    if kind != rule.kind:
        rule = fresh(kind, rule)
    refusals: dict[str, str] = {}
    values: dict[str, object] = {
        "channel": _channel(request, refusals),
        "scope": _scope(request, KINDS[kind], refusals),
    }
    for field in KINDS[kind].fields:
        typed = _typed(request, block(kind, field.name))
        if field.name == "over":
            values |= _over(typed, block(kind, "over"), refusals)
        elif typed or not field.optional:
            values[field.name] = _number(typed, field.name, block(kind, field.name), refusals)
        else:
            values[field.name] = 0
    if refusals:
        raise BadRequest(refusals)
    return replace(rule, **values)


def read_calls(request: Request, rule: AlertRuleInput, *, zone: str) -> AlertRuleInput:
    """The rule with what the form of who is called says, names as they were typed; raise BadRequest as ``read``."""
    refusals: dict[str, str] = {}
    lasting, again = (_typed(request, name) for name in ("lasting", "again"))
    quiet = _typed(request, "quiet")
    times = _QUIET.fullmatch(quiet)
    if quiet and not times:
        refusals["quiet"] = "Write two times, such as `22:00-07:00`, or leave it empty."
    wanted = replace(
        rule,
        lasting=_number(lasting, "lasting", "lasting", refusals) if lasting else 0,
        again=_number(again, "again", "again", refusals) if again else 0,
        on_call=_typed(request, "on_call"),
        then_call=_typed(request, "then_call"),
        quiet_from=f"{int(times[1]):02}:{times[2]}" if times else "",
        quiet_to=f"{int(times[3]):02}:{times[4]}" if times else "",
        zone=zone,
    )
    if refusals:
        raise BadRequest(refusals)
    return wanted


def typed_scope(request: Request) -> tuple[str, TaskFilter]:
    """(the block in which the filter of the chosen kind was typed, the filter); an unreadable one is empty."""
    name = block("".join(request.chosen("kind", Do.CHOOSE_ALERT_KIND)), "scope")
    try:
        return name, filter_words.parse_filter("".join(request.chosen(name, Do.FILL_ALERT)), me=request.user)
    except BadFilter:
        return name, EVERYTHING


def fresh(kind: str, rule: AlertRuleInput) -> AlertRuleInput:
    """A rule of another kind: its preset numbers, and what does not go by the kind."""
    preset = KINDS[kind].preset
    numbers = {name: getattr(preset, name) for name in preset.__dataclass_fields__}
    scope = rule.scope if not in_force(rule.scope) - {*KINDS[kind].conditions} else EVERYTHING
    return replace(rule, kind=kind, scope=scope, **numbers)


def shown(rule: AlertRuleInput, names: tuple[str, ...]) -> dict[str, str]:
    """The rule as one of its forms shows it: its values by field."""
    said = {
        "scope": filter_words.render(rule.scope),
        "over": over(rule),
        "quiet": f"{rule.quiet_from}-{rule.quiet_to}" if rule.quiet_from else "",
    }
    return {name: said[name] if name in said else str(getattr(rule, name)) for name in names}


def merged(
    wanted: AlertRuleInput, rule: AlertRuleInput, packed: str, names: tuple[str, ...]
) -> AlertRuleInput:
    """The stored rule with what the form's person changed of what it showed (``packed``); raise BadRequest as ``read``."""
    try:
        changed = shown_fields.changed(packed, typed=shown(wanted, names), now=shown(rule, names))
    except BadRequest as error:
        raise BadRequest({_block(wanted, name): why for name, why in error.refusals.items()}) from error
    if "kind" in changed:  # the numbers of the former kind are none of the new one
        stay = {"scope", "channel"} - changed
        return replace(wanted, **{name: getattr(rule, name) for name in stay})
    columns = [column for name in changed for column in _SEVERAL.get(name, (name,))]
    return replace(rule, **{column: getattr(wanted, column) for column in columns})


def _block(rule: AlertRuleInput, name: str) -> str:
    own = {"kind", "channel", *CALLED}
    return name if name in own else block(rule.kind, name)


def _typed(request: Request, name: str) -> str:
    return typed_text.plain("".join(request.chosen(name, Do.FILL_ALERT))).strip()


def _channel(request: Request, refusals: dict[str, str]) -> str:
    channel = _typed(request, "channel")
    if not _CHANNEL.fullmatch(channel) or len(channel) > SHORT:
        refusals["channel"] = "Choose a channel that Bellhop is a member of."
    return channel


def _scope(request: Request, kind: KindRow, refusals: dict[str, str]) -> TaskFilter:
    name = block(kind.kind, "scope")
    words = "".join(request.chosen(name, Do.FILL_ALERT))
    try:
        wanted = filter_words.parse_filter(words, me=request.user)
    except BadFilter as error:
        refusals[name] = str(error)
        return EVERYTHING
    allowed = [each.word for each in CONDITIONS if each.name in kind.conditions]
    others = [each.word for each in CONDITIONS if each.name in in_force(wanted) - {*kind.conditions}]
    if others:
        may = " ".join(f"`{word}:`" for word in allowed)
        refusals[name] = f"`{others[0]}:` cannot narrow an alert. Use {may}."
    return wanted


def _over(typed: str, name: str, refusals: dict[str, str]) -> dict[str, object]:
    match = _OVER.fullmatch(typed)
    amount, unit = (int(match[1]), match[2][0].lower()) if match else (0, "")
    minutes = amount * {"m": 1, "h": 60}.get(unit, 0)
    tasks = amount if unit == "t" else 0
    least = int(match[3]) if match and match[3] else min(_LEAST, tasks or _LEAST)
    if not (0 < minutes <= _LONGEST or 0 < tasks <= MOST_ENDED) or not 1 <= least <= MOST_ENDED:
        refusals[name] = _HOW_OVER
    elif tasks and least > tasks:
        refusals[name] = f"At least {least} of {tasks} tasks can never end: this alert would never fire."
    return {"minutes": minutes, "tasks": tasks, "least": least}


def _number(text: str, name: str, block_id: str, refusals: dict[str, str]) -> int:
    most, fewest = _MOST.get(name, _LONGEST), int(name in _AT_LEAST_ONE)
    if not (
        text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and fewest <= int(text) <= most
    ):
        refusals[block_id] = f"A whole number from {fewest} to {most}."
        return 0
    return int(text)
