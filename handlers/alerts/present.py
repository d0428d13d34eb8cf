"""The texts of an alert's message. What each kind says stands in ``models.domain.alerting.kinds``. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.alerts import present_rules
from handlers.alerts.views import AlertView
from handlers.slack import texts
from handlers.slack.labels import about, called
from handlers.words import list_state, pause_words
from models.domain.alerting.kinds import Kind
from models.domain.filters import ListState, TaskFilter
from models.domain.lifecycle import LIVE, Status
from models.domain.triage.outcome import FAILED
from models.domain.triage.titles import TITLES
from models.domain.values.alerts import AlertRuleInput, Backlog, IncidentDetail, Reason, SavedAlertRule
from models.domain.values.pauses import OpenPause

_CAUSES = {
    "no_workers": "No worker is running: start one.",
    "paused": "{paused} more are paused.",
    "held": "{held} more wait for an account on hold: `/accounts held` lists those.",
    "no_proxy": "Most tasks end as *No proxy*: look at the proxies.",
    "few_accounts": "They wait for {accounts}, and an account does one task at a time.",
    "more_arrive": "More tasks arrive than the workers can run: start more workers, or wait.",
    "busy": "The workers are busy: {live} under way.",
}
SINCE_BEFORE = "An earlier message of this alert may stand above; this one is kept fresh."


def alert(
    incident: IncidentDetail,
    rule: SavedAlertRule | None,
    reason: Reason | None,
    pauses: Sequence[OpenPause] = (),
    *,
    now: datetime,
) -> AlertView:
    """The message of an incident: ``reason`` while it goes on, ``pauses`` that keep some of its tasks waiting."""
    what = about(rule.scope) if rule else ""
    if incident.ended_at is not None:
        return _over(incident, what)
    call = f"On call: {called(rule.on_call)}" if rule and rule.on_call else ""
    paused = pause_words.sentences(pauses, zone=None, now=now)
    lines = [
        _since(incident, rule, now=now),
        *([_apart(incident)] if incident.apart else []),
        *(_why(incident, reason) if reason else []),
        *([paused] if paused else []),
        *([call] if call else []),
    ]
    shows = tasks_of(rule) if rule else None
    return AlertView(
        text=". ".join(filter(None, (f"{incident.sentence}{what}", call, *lines[-2:-1]))),
        title=f":red_circle: {incident.row.icon} *{incident.sentence}*{what}",
        lines=tuple(lines),
        answer=_answer(incident, now=now),
        incident=str(incident.id),
        acknowledge=incident.acked_at is None,
        tasks=list_state.encode(ListState(filter=shows)) if shows else "",
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
    """The reminder when nobody answers: to whom the rule names for that, or to its author."""
    waited = texts.duration(now - incident.began_at)
    return (
        f"{called(rule.then_call or rule.by)} nobody has acknowledged this alert yet, {waited} after it began. "
        f"Now: {incident.sentence}. Press *Acknowledge* if you are looking into it."
    )


def tasks_of(rule: AlertRuleInput) -> TaskFilter | None:
    """The filter behind Show tasks; None where no list of tasks shows what the alert is about."""
    groups, types, users = rule.scope.groups, rule.scope.types, rule.scope.users
    if rule.row.lists_waiting or rule.kind == Kind.NO_WORKER:
        return TaskFilter(statuses=(Status.WAITING,), groups=groups, types=types, users=users)
    if rule.kind == Kind.OVERDUE:
        not_over = (Status.WAITING, *(status for status in Status if status in LIVE))
        return TaskFilter(statuses=not_over, groups=groups, types=types, users=users)
    if rule.kind == Kind.FAILURES:
        return TaskFilter(outcomes=FAILED, groups=groups, types=types, users=users)
    return None


def _since(incident: IncidentDetail, rule: SavedAlertRule | None, *, now: datetime) -> str:
    limit = present_rules.limits(rule) if rule else ""
    words = f"Since {texts.moment(incident.began_at, zone=None, now=now)}" + (f" ({limit})" if limit else "")
    if not (incident.oldest_at and incident.row.since):
        return words
    return f"{words} · {incident.row.since.format(length=texts.duration(now - incident.oldest_at))}"


def _apart(incident: IncidentDetail) -> str:
    waits = "waits" if incident.apart == 1 else "wait"
    return (
        f"{incident.apart} more {waits} on purpose, for an account on hold, a pause or a later time, and count apart: "
        "`/accounts held` and `/tasks pauses` list those."
    )


def _why(incident: IncidentDetail, reason: Reason) -> list[str]:
    """How fast it changes, where that is known, and the likely cause."""
    if reason.backlog:
        return [_rates(reason.backlog), f"Most likely: {_cause(reason.backlog)}"]
    if incident.row.remedy:
        return [f"Most likely: {incident.row.remedy}"]
    if not reason.n:
        return []
    if incident.kind == Kind.HELD:
        why = texts.escape(texts.clip(reason.most, 200))
        return [f"Most likely: {why} ({texts.count(reason.n, 'account')}). `/accounts held` lists them all."]
    why = TITLES.get(reason.most, "several causes")
    return [f"Most likely: *{why}* ({texts.count(reason.n, 'task')}). `/tasks failed` shows all causes."]


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
    name, worst = incident.row.title, incident.row.worst.format(n=incident.peak)
    title = {
        "recovered": f":white_check_mark: *Recovered: {name}*{what}. It lasted {lasted}; {worst}.",
        "muted": f":no_bell: *Muted: {name}*{what}, by <@{incident.ended_by}> after {lasted}; {worst}.",
        "removed": f":no_bell: *Alert removed: {name}*{what}, by <@{incident.ended_by}> after {lasted}; {worst}.",
    }[incident.outcome]
    answer = f"<@{incident.acked_by}> looked after it." if incident.acked_at else ""
    return AlertView(text=title.replace("*", ""), title=title, lines=(), answer=answer)
