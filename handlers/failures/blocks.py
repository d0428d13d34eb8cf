"""The blocks of the failures: the numbers, what can succeed now, and a section with its buttons for each cause."""

from handlers.failures.views import FailuresView, GroupView, RemedyView
from handlers.slack.blocks import Block, actions, button, context, divider, header, section, select
from handlers.slack.ids import Do


def failures(view: FailuresView) -> list[Block]:
    """All blocks of the screen."""
    return [
        header("Failed"),
        context(view.filter_line, view.window, view.fresh),
        section(view.summary),
        _top(view),
        *(block for group in view.groups for block in _group(group, view.nonce)),
        *([divider(), section(view.more)] if view.more else []),
    ]


def _top(view: FailuresView) -> Block:
    again = (
        button(view.again, Do.REPEAT_CAN_SUCCEED, value=view.value, style="primary") if view.again else None
    )
    show = None if view.is_empty else button("Show all", Do.SHOW_CAUSE, value=f":{view.state}")
    refresh = button("Refresh", Do.REFRESH_FAILED, value=view.state)
    return actions(f"failed:{view.nonce}", *filter(None, (again, show, refresh)))


def _group(group: GroupView, nonce: str) -> list[Block]:
    again = button(group.again, Do.REPEAT_CAUSE, value=group.value) if group.again else None
    buttons = (
        button("Show", Do.SHOW_CAUSE, value=group.show),
        again,
        *(_remedy(remedy) for remedy in group.remedies),
    )
    return [
        divider(),
        section(group.words),
        actions(f"failed_{group.code}:{nonce}", *filter(None, buttons)),
    ]


def _remedy(remedy: RemedyView) -> Block:
    if remedy.choices:
        return select(remedy.action, remedy.label, remedy.choices)
    return button(remedy.label, remedy.action, value=remedy.value)
