"""The message of an alert, and the list of rules."""

from handlers.alerts.views import AlertView, RulesView
from handlers.slack.blocks import Block, actions, button, context, menu, section, select
from handlers.slack.ids import Do
from handlers.slack.paging import turns
from handlers.slack.views import ChoiceView

SNOOZES = tuple(ChoiceView(text=text, value=value) for text, value in (("15 minutes", "15"), ("1 hour", "60"), ("4 hours", "240"), ("1 day", "1440")))  # fmt: skip
CHANGE, CALLS, WEBHOOK, MUTE, UNMUTE, REMOVE = (
    ChoiceView(text=text, value=text.lower())
    for text in ("Change", "On call and timing", "Webhook", "Mute", "Unmute", "Remove")
)


def alert(view: AlertView) -> list[Block]:
    """What is so, why, and who looks after it."""
    blocks = [section(view.title), *([section("\n".join(view.lines))] if view.lines else [])]
    blocks += [context(view.answer)] if view.answer else []
    if not view.incident:
        return blocks
    value = view.incident
    buttons = [
        *([button("Acknowledge", Do.ACKNOWLEDGE, value=value, style="primary")] if view.acknowledge else []),
        *([select(Do.SNOOZE, "Snooze", SNOOZES)] if view.acknowledge else []),
        *([button("Show tasks", Do.SHOW_ALERTED, value=view.tasks)] if view.tasks else []),
    ]
    return [*blocks, *([actions(f"alert:{value}", *buttons)] if buttons else [])]


def rules(view: RulesView) -> list[Block]:
    """A page of the rules, each with its menu, and the button Add alert."""
    return [
        section(view.title),
        *(
            section(
                rule.words,
                f"rule:{rule.id}:{view.paged.page}",
                menu(Do.RULE_MENU, (CHANGE, CALLS, WEBHOOK, UNMUTE if rule.is_muted else MUTE, REMOVE)),
            )
            for rule in view.rules
        ),
        *([context(view.paged.words)] if view.paged.words else []),
        *turns(view.paged, Do.TURN_ALERTS_BACK, Do.TURN_ALERTS_ON),
        actions("alerts", button("Add alert", Do.ADD_ALERT)),
    ]
