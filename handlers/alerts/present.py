"""The texts of alerts on waiting tasks. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.alerts.views import AlertView, RuleFormView, RulesView, RuleView
from handlers.slack import texts
from handlers.slack.labels import about, group_choices
from handlers.slack.paging import cut
from handlers.slack.views import MOST_CHOICES, ChoiceView
from handlers.words import list_state, pause_words
from models.domain.filters import ListState, TaskFilter
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES
from models.domain.triage.signs import STATUSES
from models.domain.values.alerts import AlertRuleInput, Backlog, IncidentDetail, SavedAlertRule
from models.domain.values.pauses import OpenPause

ANY = "*"  # the value of "all groups" and "all types" in the form
_CAUSES = {
    "no_workers": "No worker is running: start one.",
    "paused": "{paused} of them are paused.",
    "held": "{held} of them wait for an account on hold: `/accounts held` lists those.",
    "no_proxy": "Most tasks end as *No proxy*: look at the proxies.",
    "few_accounts": "They wait for {accounts}, and an account does one task at a time.",
    "more_arrive": "More tasks arrive than the workers can run: start more workers, or wait.",
    "busy": "The workers are busy: {live} under way.",
}
_ALL_GROUPS = ChoiceView(text="All groups", value=ANY)
_NONE = "There is no alert yet. An alert tells a channel when too many tasks wait, or for too long."
SINCE_BEFORE = "An earlier message of this alert may stand above; this one is kept fresh."
SHOWN_BY = "Alerts on waiting tasks"


def alert(
    incident: IncidentDetail,
    rule: SavedAlertRule | None,
    backlog: Backlog | None,
    pauses: Sequence[OpenPause] = (),
    *,
    now: datetime,
) -> AlertView:
    """The message of an incident: ``backlog`` while it goes on, ``pauses`` that keep some of its tasks waiting."""
    what = about(rule)
    if incident.ended_at is not None:
        return _over(incident, what)
    wait = f"{texts.count(incident.count, 'task')} {'waits' if incident.count == 1 else 'wait'}"
    limit = f" ({_limits(rule)})" if rule else ""
    lines = [f"Since {texts.moment(incident.began_at, zone=None, now=now)}{limit}"]
    if incident.oldest_at:
        lines[0] += f" · the oldest waits for {texts.duration(now - incident.oldest_at)}"
    if backlog:
        lines += [_rates(backlog), f"Most likely: {_cause(backlog)}"]
    paused = pause_words.sentences(pauses, zone=None, now=now)
    return AlertView(
        text=f"{wait}{what}. {lines[-1]}",
        title=f":red_circle: {STATUSES[Status.WAITING].icon} *{wait}*{what}",
        lines=(*lines, *([paused] if paused else [])),
        answer=_answer(incident, now=now),
        incident=str(incident.id),
        acknowledge=incident.acked_at is None,
        tasks=list_state.encode(ListState(filter=waiting_tasks(rule))),
    )


def hidden(rule: SavedAlertRule) -> str:
    """Instead of an alert whose maker may not see tasks any more: that it fired is said, and who can mend that."""
    return (
        f":red_circle: An alert of this channel fired, but shows nothing: <@{rule.by}>, who made it, may not see tasks "
        "any more. An admin can add it anew and remove this one with `/tasks alerts`; `/tasks waiting` shows what waits."
    )


def hidden_for_now(rule: SavedAlertRule) -> str:
    """Instead of an alert about whose maker Slack gives no answer."""
    return (
        ":red_circle: An alert of this channel fired, but shows nothing: for an hour Slack has not said whether "
        f"<@{rule.by}>, who made it, may still see tasks. `/tasks waiting` shows what waits."
    )


def call(incident: IncidentDetail, rule: SavedAlertRule, *, now: datetime) -> str:
    """The reminder to the rule's author when nobody answers."""
    waited = texts.duration(now - incident.began_at)
    return (
        f"<@{rule.by}> nobody has acknowledged this yet, {waited} after it began: "
        f"{texts.count(incident.count, 'task')} still wait. Press *Acknowledge* if you are looking into it."
    )


def waiting_tasks(rule: AlertRuleInput | None) -> TaskFilter:
    """The filter behind Show tasks: the waiting tasks the rule is about."""
    groups, types = (rule.group, rule.type) if rule else ("", "")
    return TaskFilter(
        statuses=(Status.WAITING,),
        groups=(groups,) if groups else (),
        types=(types,) if types else (),
    )


def rules(saved: Sequence[SavedAlertRule], firing: Sequence[int], *, page: int, news: str = "") -> RulesView:
    """A page of all rules; ``firing`` are the ids of those with an incident."""
    visible, paged = cut(saved, page)
    views = [
        RuleView(id=rule.id, words=_line(rule, is_firing=rule.id in firing), is_muted=bool(rule.muted_by))
        for rule in visible
    ]
    return RulesView(
        title=news or (f"*{SHOWN_BY}*" if saved else _NONE),
        rules=tuple(views),
        paged=paged,
    )


def groups(names: Sequence[str], typed: str) -> list[ChoiceView]:
    """The groups whose name contains what was typed, as many as Slack takes, after the choice of all."""
    return [_ALL_GROUPS, *group_choices(names, typed, most=MOST_CHOICES - 1)]


def form(rule: SavedAlertRule | None, *, channel: str) -> RuleFormView:
    """The form, empty or filled with a rule."""
    return RuleFormView(
        title="Change alert" if rule else "Add alert",
        channel=rule.channel if rule else channel,
        group=ChoiceView(text=rule.group, value=rule.group) if rule and rule.group else _ALL_GROUPS,
        types=(
            ChoiceView(text="All types", value=ANY),
            *(ChoiceView(text=kind.label, value=kind.id) for kind in TASK_TYPES.values()),
        ),
        type=(rule.type if rule else "") or ANY,
        numbers={
            "above": "100" if rule is None else "" if rule.above is None else str(rule.above),
            "older": str(rule.older or "") if rule else "",
            "lasting": str(rule.lasting) if rule else "5",
            "again": str(rule.again or "") if rule else "",
        },
        quiet_from=rule.quiet_from if rule else "",
        quiet_to=rule.quiet_to if rule else "",
    )


def named(rule: AlertRuleInput) -> str:
    """A rule as text for the audit, without Slack markup."""
    where = " ".join(filter(None, (rule.group, rule.type))) or "all tasks"
    return f"{_limits(rule)}, {where}, in {rule.channel}"


def _line(rule: SavedAlertRule, *, is_firing: bool) -> str:
    state = ":red_circle: " if is_firing else ":no_bell: " if rule.muted_by else ""
    parts = [f"{state}<#{rule.channel}>{about(rule)}: {_limits(rule)}"]
    if rule.again:
        parts.append(f"<@{rule.by}> is called after {rule.again} min without an answer")
    if rule.quiet_from:
        parts.append(f"quiet from {rule.quiet_from} to {rule.quiet_to}")
    if rule.muted_by:
        parts.append(f"muted by <@{rule.muted_by}>")
    return " · ".join(parts)


def _limits(rule: AlertRuleInput) -> str:
    both = [
        f"more than {texts.count(rule.above, 'task')}" if rule.above is not None else "",
        f"one waits longer than {rule.older} min" if rule.older else "",
    ]
    lasting = f" for {rule.lasting} min" if rule.lasting else ""
    return " or ".join(filter(None, both)) + lasting


def _rates(backlog: Backlog) -> str:
    left = backlog.seconds_left
    until = (
        f"about {texts.duration(timedelta(seconds=left))} until none waits"
        if left
        else "it does not grow less"
    )
    return f"In the last 10 minutes {backlog.arrived} arrived and {backlog.started} were started: {until}."


def _cause(backlog: Backlog) -> str:
    return _CAUSES[backlog.cause].format(
        held=backlog.held,
        paused=backlog.paused,
        accounts=texts.count(backlog.accounts, "account"),
        live=backlog.live,
    )


def _answer(incident: IncidentDetail, *, now: datetime) -> str:
    if incident.acked_at:
        at = texts.moment(incident.acked_at, zone=None, now=now)
        return f":eyes: <@{incident.acked_by}> looks after it since {at}"
    if incident.snoozed_until and incident.snoozed_until > now:
        at = texts.moment(incident.snoozed_until, zone=None, now=now)
        return f":zzz: Snoozed by <@{incident.snoozed_by}> until {at}"
    return ""


def _over(incident: IncidentDetail, what: str) -> AlertView:
    lasted = texts.duration((incident.ended_at or incident.began_at) - incident.began_at)
    peak = f"at most {texts.count(incident.peak, 'task')} waited"
    title = {
        "recovered": f":white_check_mark: *Recovered*{what}: {incident.count} wait, after {lasted}; {peak}.",
        "muted": f":no_bell: *Muted*{what} by <@{incident.ended_by}>, after {lasted}; {peak}.",
        "removed": f":no_bell: *Alert removed*{what} by <@{incident.ended_by}>, after {lasted}; {peak}.",
    }[incident.outcome]
    answer = f"<@{incident.acked_by}> looked after it." if incident.acked_at else ""
    return AlertView(text=title.replace("*", ""), title=title, lines=(), answer=answer)
