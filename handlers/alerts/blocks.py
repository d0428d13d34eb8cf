"""The message of an alert, the list of rules, the form of one."""

from handlers.alerts.views import AlertView, RuleFormView, RulesView
from handlers.slack.blocks import (
    Block,
    actions,
    button,
    channel,
    clock_time,
    context,
    labelled,
    live_select,
    menu,
    modal,
    section,
    select,
    whole_number,
)
from handlers.slack.ids import Do, Form
from handlers.slack.paging import turns
from handlers.slack.views import ChoiceView

SNOOZES = tuple(ChoiceView(text=text, value=value) for text, value in (("15 minutes", "15"), ("1 hour", "60"), ("4 hours", "240"), ("1 day", "1440")))  # fmt: skip
CHANGE, MUTE, UNMUTE, REMOVE = (
    ChoiceView(text=text, value=text.lower()) for text in ("Change", "Mute", "Unmute", "Remove")
)
_FILL = Do.FILL_ALERT


def alert(view: AlertView) -> list[Block]:
    """How many tasks wait, why, and who looks after it."""
    blocks = [section(view.title), *([section("\n".join(view.lines))] if view.lines else [])]
    blocks += [context(view.answer)] if view.answer else []
    if not view.incident:
        return blocks
    value = view.incident
    ack = [button("Acknowledge", Do.ACKNOWLEDGE, value=value, style="primary")] if view.acknowledge else []
    return [
        *blocks,
        actions(
            f"alert:{value}",
            *ack,
            *([select(Do.SNOOZE, "Snooze", SNOOZES)] if view.acknowledge else []),
            button("Show tasks", Do.SHOW_ALERTED, value=view.tasks),
        ),
    ]


def rules(view: RulesView) -> list[Block]:
    """A page of the rules, each with its menu, and the button Add alert."""
    return [
        section(view.title),
        *(
            section(
                rule.words,
                f"rule:{rule.id}:{view.paged.page}",
                menu(Do.RULE_MENU, (CHANGE, UNMUTE if rule.is_muted else MUTE, REMOVE)),
            )
            for rule in view.rules
        ),
        *([context(view.paged.words)] if view.paged.words else []),
        *turns(view.paged, Do.TURN_ALERTS_BACK, Do.TURN_ALERTS_ON),
        actions("alerts", button("Add alert", Do.ADD_ALERT)),
    ]


def rule_form(view: RuleFormView, *, private: str) -> Block:
    """The form of a rule: limits, scope, duration, channel and quiet hours."""
    numbers = view.numbers
    return modal(
        Form.ALERT,
        view.title,
        [
            labelled("channel", "Channel", channel(_FILL, chosen=view.channel), hint="Bellhop must be a member of it."),
            labelled("group", "Group", live_select(Do.CHOOSE_ALERT_GROUP, "All groups", chosen=view.group)),
            labelled("type", "Task type", select(_FILL, "Task type", view.types, chosen=view.type)),
            _number("above", "More tasks wait than", numbers["above"], "Leave it empty to ignore the number."),
            _number("older", "The oldest waits longer than, in minutes", numbers["older"], "Leave it empty to ignore the time."),
            _number("lasting", "For how long, in minutes", numbers["lasting"], "The alert also ends only after so long below four fifths of the limits."),
            _number("again", "Mention me again if nobody answers, after minutes", numbers["again"], "In the alert's thread. Leave it empty for never."),
            labelled("quiet_from", "Quiet from", clock_time(_FILL, chosen=view.quiet_from), optional=True),
            labelled("quiet_to", "Quiet to", clock_time(_FILL, chosen=view.quiet_to), hint="Nothing is posted between the two, in your time zone.", optional=True),
        ],
        submit="Save",
        private=private,
    )  # fmt: skip


def _number(block_id: str, label: str, value: str, hint: str) -> Block:
    return labelled(block_id, label, whole_number(_FILL, chosen=value), hint=hint, optional=True)
