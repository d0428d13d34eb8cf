"""The texts of alert rules: their list, their forms, and how the audit names them. Pure."""

from collections.abc import Sequence

from handlers.alerts.views import CallsFormView, FieldView, RuleFormView, RulesView, RuleView
from handlers.slack.labels import about, called
from handlers.slack.paging import cut
from handlers.slack.views import ChoiceView
from handlers.words import filter_words
from models.domain.alerting.kinds import KINDS, NumberField
from models.domain.values.alerts import AlertRuleInput, SavedAlertRule

_NONE = "There is no alert yet. An alert tells a channel when too many tasks wait or fail, when no worker runs, and more."
_WHICH: dict[tuple[str, ...], tuple[str, str]] = {
    ("groups",): ("Which groups", "`group:emea,apac`. Leave it empty for all accounts."),
    ("groups", "types", "users"): (
        "Which tasks",
        "Words such as `group:emea type:check by:me`. Leave it empty for all tasks.",
    ),
}
_LASTING = "The alert ends after as long, and at least a minute, below four fifths of the limit."


def rules(saved: Sequence[SavedAlertRule], firing: Sequence[int], *, page: int, news: str = "") -> RulesView:
    """A page of all rules; ``firing`` are the ids of those with an incident."""
    visible, paged = cut(saved, page)
    views = [
        RuleView(id=rule.id, words=_line(rule, is_firing=rule.id in firing), is_muted=bool(rule.muted_by))
        for rule in visible
    ]
    return RulesView(title=news or ("*Alerts*" if saved else _NONE), rules=tuple(views), paged=paged)


def form(rule: AlertRuleInput, kinds: Sequence[str], *, is_new: bool) -> RuleFormView:
    """The form of what a rule watches."""
    offered = dict.fromkeys((*kinds, rule.kind))
    return RuleFormView(
        title="Add alert" if is_new else "Change alert",
        kind=rule.kind,
        kinds=tuple(ChoiceView(text=KINDS[kind].title, value=kind) for kind in offered),
        fields=(*(_number(rule, field) for field in rule.row.fields), *_scope(rule)),
        channel=rule.channel,
    )


def calls_form(rule: AlertRuleInput, *, on_call: str, then_call: str) -> CallsFormView:
    """The form of who is called; ``on_call`` and ``then_call``: as people write those names."""
    quiet = f"{rule.quiet_from}-{rule.quiet_to}" if rule.quiet_from else ""
    who = "A person or a user group: `@ana` or `@on-call`."
    return CallsFormView(
        fields=(
            FieldView(block="lasting", label="Alert only after, in minutes", value=str(rule.lasting), hint=_LASTING, is_number=True, optional=True),
            FieldView(block="on_call", label="Mention in the first message", value=on_call, hint=who, optional=True),
            FieldView(block="again", label="If nobody answers, remind after, in minutes", value=str(rule.again or ""), hint="Leave it empty for no reminder.", is_number=True, optional=True),
            FieldView(block="then_call", label="Mention in the reminder", value=then_call, hint=f"{who} Leave it empty for whoever made the alert.", optional=True),
            FieldView(block="quiet", label="Quiet hours", value=quiet, hint="`22:00-07:00`, in your time zone: nothing is posted between the two.", optional=True),
        )
    )  # fmt: skip


def block(kind: str, name: str) -> str:
    """The block of a kind's field: what was typed for one kind does not stay for another."""
    return f"{kind}.{name}"


def over(rule: AlertRuleInput) -> str:
    """How far back failures are counted, as it is typed."""
    back = f"{rule.tasks} tasks" if rule.tasks else f"{rule.minutes} min"
    return f"{back}, at least {rule.least}"


def named(rule: AlertRuleInput) -> str:
    """A rule as text for the audit, without Slack markup."""
    where = filter_words.render(rule.scope) or "everything"
    return ", ".join(filter(None, (rule.row.title, limits(rule), where, f"in {rule.channel}")))


def limits(rule: AlertRuleInput) -> str:
    """What is too much, and for how long; empty where the kind's title says it all."""
    words = {
        "above": rule.above,
        "older": rule.older,
        "percent": rule.percent,
        "minutes": rule.minutes,
        "over": f"the last {over(rule).replace(', at least', ', of at least')}",
    }
    parts = [field.said.format(**words) for field in rule.row.fields if words[field.name] not in {None, 0}]
    lasting = f"for {rule.lasting} min" if rule.lasting else ""
    return " ".join(filter(None, (" or ".join(filter(None, parts)), lasting)))


def _line(rule: SavedAlertRule, *, is_firing: bool) -> str:
    state = ":red_circle: " if is_firing else ":no_bell: " if rule.muted_by else ""
    limit = limits(rule)
    parts = [
        f"{state}<#{rule.channel}> *{rule.row.title}*{about(rule.scope)}" + (f": {limit}" if limit else "")
    ]
    if rule.on_call:
        parts.append(f"on call: {called(rule.on_call)}")
    if rule.again:
        parts.append(f"reminds {called(rule.then_call or rule.by)} after {rule.again} min without an answer")
    if rule.quiet_from:
        parts.append(f"quiet from {rule.quiet_from} to {rule.quiet_to}")
    if rule.muted_by:
        parts.append(f"muted by {called(rule.muted_by)}")
    return " · ".join(parts)


def _number(rule: AlertRuleInput, field: NumberField) -> FieldView:
    is_number = field.name != "over"
    value = getattr(rule, field.name) if is_number else over(rule)
    return FieldView(
        block=block(rule.kind, field.name),
        label=field.label,
        value="" if value is None or (field.optional and not value) else str(value),
        hint=field.hint,
        is_number=is_number,
        optional=field.optional,
    )


def _scope(rule: AlertRuleInput) -> tuple[FieldView, ...]:
    if not rule.row.conditions:
        return ()
    label, hint = _WHICH[rule.row.conditions]
    words = filter_words.render(rule.scope)
    return (FieldView(block=block(rule.kind, "scope"), label=label, value=words, hint=hint, optional=True),)
