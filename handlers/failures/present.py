"""Failures by their causes: what happened, to whom, and what to do. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.failures.views import FailuresView, GroupView, RemedyView
from handlers.slack import texts
from handlers.slack.ids import Do
from handlers.slack.views import ChoiceView
from handlers.words import filter_words, list_state
from models.domain.conditions import SPANS
from models.domain.filters import ListState, TaskFilter
from models.domain.triage.causes import Remedy
from models.domain.triage.failures import WINDOW, FailureGroup, Failures, HeldAccount
from models.domain.triage.outcome import Outcome
from models.domain.triage.titles import TITLES

MOST = 12  # causes with a section of their own
_LONGEST = 40  # characters of a login
_OWN: dict[Remedy, RemedyView] = {
    Remedy.PROXY: RemedyView(action=Do.SHOW_PROXIES, label="Proxies"),
}
"""The remedies that are one button, whatever the accounts."""
_OF_HOLDS: dict[Remedy, tuple[tuple[Do, str, str], ...]] = {
    Remedy.NEW_PASSWORD: ((Do.NEW_PASSWORD, "New password…", "New password for…"),),
    Remedy.NEW_SESSION: (
        (Do.NEW_SESSION, "New session…", "New session for…"),
        (Do.NEW_PASSWORD, "New password…", "New password for…"),
    ),
    Remedy.HAND_OVER: ((Do.CHECK_NOW, "I have signed in: check now", "I have signed in: check…"),),
}
"""The remedies that end the hold of an account: (action, the button of one account, the menu of several)."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who looks: their zone, whether they act in some groups of accounts only, and whose holds they may end."""

    zone: ZoneInfo
    is_limited: bool
    may_end: Callable[[HeldAccount], bool]


def failures(state: ListState, found: Failures, reader: Reader, *, now: datetime) -> FailuresView:
    """The screen. ``state`` is the list of all of these failures."""
    encoded = list_state.encode(state.turned(1))
    seen = str(_milliseconds(now))
    rest = found.groups[MOST:]
    return FailuresView(
        nonce=format(_milliseconds(now), "x"),
        filter_line=f"Filter: {texts.escape_words(filter_words.render(state.filter))}",
        window=window(state.filter),
        fresh=f"as of {texts.clock(now, zone=reader.zone)}",
        summary=_summary(found, reader),
        again=f"Re-execute the {found.ready} that can succeed" if found.ready else "",
        value=f"{found.ready}:{seen}:{encoded}",
        state=encoded,
        groups=tuple(_group(group, encoded, seen, reader) for group in found.groups[:MOST]),
        more=f"… and {texts.count(len(rest), 'more cause')}: {texts.count(sum(g.tasks for g in rest), 'task')}."
        if rest
        else "",
        is_empty=not found.groups,
    )


def window(wanted: TaskFilter) -> str:
    """Which tasks the number of failures is about, by the time they were created."""
    if wanted.span == WINDOW:
        return "Tasks created in the last 24 hours"
    if wanted.span in SPANS:
        return f"Tasks created: {SPANS[wanted.span].lower()}"
    if wanted.span or wanted.since or wanted.until:
        return "Tasks created in the time of the filter"
    return "Tasks of the batch" if wanted.batch is not None else "All tasks"


def _milliseconds(now: datetime) -> int:
    return int(now.timestamp() * 1000)


def _summary(found: Failures, reader: Reader) -> str:
    if not found.groups:
        return ":white_check_mark: *Nothing failed.* Name other days for more: `/tasks failed 1w`."
    words = f"*{texts.count(found.tasks, 'task')} failed*: {texts.count(len(found.groups), 'cause')}."
    where = " in the groups in which you may act" if reader.is_limited else ""
    if found.ready:
        gone = "its cause is gone, or may pass by itself" if found.ready == 1 else _GONE
        return f"{words} {found.ready} can succeed now{where}: {gone}."
    return f"{words} None of them can succeed yet{where}: do what is listed below first."


_GONE = "their causes are gone, or may pass by themselves"


def _group(group: FailureGroup, state: str, seen: str, reader: Reader) -> GroupView:
    head = f"*{TITLES.get(group.code, TITLES['other'])}* · {texts.count(group.tasks, 'task')} · "
    lines = (
        head + texts.count(group.accounts, "account"),
        _accounts(group.logins, group.accounts),
        *_advice(group),
    )
    again, kind = _again(group)
    return GroupView(
        code=group.code,
        words="\n".join(filter(None, lines)),
        show=f"{group.code}:{state}",
        again=again,
        value=f"{kind}:{group.code}:{seen}:{state}",
        remedies=_remedies(group, state, reader),
    )


def _accounts(logins: Sequence[str], accounts: int) -> str:
    named = ", ".join(texts.escape(texts.clip(login, _LONGEST)) for login in logins)
    more = accounts - len(logins)
    return f"{named} and {more} more" if named and more > 0 else named


def _advice(group: FailureGroup) -> tuple[str, ...]:
    """What to do, and how many can succeed already; where somebody has done it for all, that alone."""
    by_itself = group.cause.outcome is Outcome.RETRY
    if group.ready == group.tasks:
        done = "It can succeed now." if group.tasks == 1 else f"All {group.tasks} can succeed now."
        return (group.cause.advice if by_itself else f":white_check_mark: {done}",)
    if group.ready:
        return group.cause.advice, f"{group.ready} of {group.tasks} can succeed now."
    if by_itself:
        return (
            group.cause.advice,
            "The account is on hold." if group.accounts == 1 else "The accounts are on hold.",
        )
    return (group.cause.advice,)


def _again(group: FailureGroup) -> tuple[str, str]:
    """The label of Re-execute, and what it is about: ready ones, or all with the question; empty where it cannot help."""
    if group.ready:
        return f"Re-execute {group.ready}", READY
    can_help = (
        group.cause.remedy in {Remedy.RE_EXECUTE, Remedy.LOOK} and group.cause.outcome is not Outcome.RETRY
    )
    return (f"Re-execute {group.tasks}…", ALL) if can_help else ("", READY)


READY, ALL = "ready", "all"
_CHOICES = 100  # as many as a menu has room for


def _remedies(group: FailureGroup, state: str, reader: Reader) -> tuple[RemedyView, ...]:
    remedy = group.cause.remedy if group.ready < group.tasks else Remedy.NONE
    if own := _OWN.get(remedy):
        return (own,)
    if remedy is Remedy.MEND_PARAMETERS:
        return (RemedyView(action=Do.EDIT_CAUSE, label="Edit…", value=f"{group.code}:{state}"),)
    held = [one for one in group.held if reader.may_end(one)][:_CHOICES]
    if not held:
        return ()
    choices = tuple(ChoiceView(text=one.login, value=str(one.hold_id)) for one in held)
    return tuple(
        RemedyView(action=action, label=one, value=choices[0].value)
        if len(choices) == 1
        else RemedyView(action=action, label=several, choices=choices)
        for action, one, several in _OF_HOLDS.get(remedy, ())
    )
