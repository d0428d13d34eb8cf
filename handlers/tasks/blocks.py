"""The card of one task, as a modal."""

from collections.abc import Sequence

from handlers.slack.blocks import Block, actions, button, context, divider, fields, modal, section
from handlers.slack.ids import Do, Form
from handlers.slack.views import ChoiceView, News
from handlers.tasks import ending_blocks
from handlers.tasks.picture_blocks import picture
from handlers.tasks.views import CardView

_MOST = 20  # tasks of one message: a note has at most ten pictures


def task_card(view: CardView, *, private: str) -> Block:
    """The whole modal: what came of it, what to do, and then all else."""
    account = button(view.account_name, Do.OPEN_ACCOUNT, value=view.account_id)
    blocks = [
        section("\n".join(filter(None, (view.head, view.result)))),
        *_news(view.news),
        *([picture(view.picture)] if view.picture else []),
        *_help(view),
        section(f"*{view.account.label}*\n{view.account.words}", accessory=account),
        *map(_step, view.steps),
        _buttons(view),
        context(view.fresh),
        divider(),
        fields([f"*{field.label}*\n{field.words}" for field in view.fields]),
        *(section(attempt) for attempt in view.attempts),
    ]
    return modal(Form.CARD, view.title, blocks, private=private)


def which_task(tasks: Sequence[ChoiceView]) -> Block:
    """Of which task of a status note: a line for each, with a button that opens its card."""
    lines = [
        section(
            task.text, accessory=button(f"Details of #{task.value}", Do.DETAILS_OF_NOTE, value=task.value)
        )
        for task in tasks[:_MOST]
    ]
    return modal(Form.WHICH_TASK, "Which task?", lines)


def _step(step: ChoiceView) -> Block:
    """The task before or after this one, with the button that shows its card in the place of this."""
    return section(step.text, accessory=button(f"#{step.value}", Do.DETAILS_OF_NOTE, value=step.value))


def _news(news: News) -> list[Block]:
    undo = [actions("news", button("Undo", Do.UNDO_ON_CARD, value=news.undo))] if news.undo else []
    return [context(news.words), *undo] if news.words else []


def _help(view: CardView) -> list[Block]:
    """Why it waits, or what to do, with the buttons that do it."""
    remedies = [
        button(one.text, one.action, value=one.value, style="" if place else "primary")
        for place, one in enumerate(view.remedies)
    ]
    hold = [] if view.hold is None else ending_blocks.endings(view.hold, best=view.ending)
    rest = [] if view.hold is None else ending_blocks.passing(view.hold)
    if view.hold is not None:
        release = f"{view.hold.account}:{view.task_id}"
        rest.append(button("Release", Do.RELEASE_ON_CARD, value=release))
    waits = "\n".join(filter(None, (view.explained, view.place)))
    return [
        *([section(waits)] if waits else []),
        *([section(f"*What to do:* {view.advice}")] if view.advice else []),
        *([actions("remedies", *remedies)] if remedies else []),
        *hold,
        *([actions("held", *rest)] if rest else []),
    ]


def _order(view: CardView) -> Block:
    value = str(view.task_id)
    if view.is_usual:
        return button("Run next", Do.RUN_NEXT, value=value)
    return button("Usual order", Do.USUAL_ORDER, value=value)


def _buttons(view: CardView) -> Block:
    value = str(view.task_id)
    helps = "primary" if view.can_help else ""
    return actions(
        "card",
        *([button("Retry task", Do.RETRY_ONE, value=value, style=helps)] if view.can_retry else []),
        *(
            [button("Cancel execution", Do.CANCEL_ONE, value=value, style="danger")]
            if view.can_cancel
            else []
        ),
        *([_order(view)] if view.can_cancel else []),
        *([button("Edit…", Do.EDIT_ONE, value=value)] if view.can_edit else []),
        *([button("Status note", Do.OPEN_LINK_NOTE, url=view.note_link)] if view.note_link else []),
        *([button("Thread", Do.OPEN_LINK_THREAD, url=view.thread_link)] if view.thread_link else []),
        *([button("Compare with the attempt before", Do.COMPARE, value=value)] if view.can_compare else []),
        button("Refresh", Do.REFRESH_CARD, value=value),
    )
