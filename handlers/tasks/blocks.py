"""The card of one task, as a modal."""

from collections.abc import Sequence

from handlers.slack.blocks import Block, actions, button, context, divider, fields, modal, section
from handlers.slack.ids import Do, Form
from handlers.slack.views import CardView, ChoiceView, News

_MOST = 20  # tasks of one message: a note has at most ten pictures


def task_card(view: CardView) -> Block:
    """The whole modal. Its private metadata is the Task ID."""
    head = [section(f"*{view.status}*"), *_news(view.news)]
    explained = [context(view.explained)] if view.explained else []
    details = fields([f"*{field.label}*\n{field.words}" for field in view.fields])
    attempts = [section(attempt) for attempt in view.attempts]
    blocks = [*head, *explained, details, _buttons(view), context(view.fresh), divider(), *attempts]
    return modal(Form.CARD, view.title, blocks, private=str(view.task_id))


def which_task(tasks: Sequence[ChoiceView]) -> Block:
    """Of which task of a status note: a line for each, with a button that opens its card."""
    lines = [
        section(
            task.text, accessory=button(f"Details of #{task.value}", Do.DETAILS_OF_NOTE, value=task.value)
        )
        for task in tasks[:_MOST]
    ]
    return modal(Form.WHICH_TASK, "Which task?", lines)


def _news(news: News) -> list[Block]:
    undo = [actions("news", button("Undo", Do.UNDO_ON_CARD, value=news.undo))] if news.undo else []
    return [context(news.words), *undo] if news.words else []


def _buttons(view: CardView) -> Block:
    value = str(view.task_id)
    return actions(
        "card",
        *([button("Retry task", Do.RETRY_ONE, value=value, style="primary")] if view.can_retry else []),
        *(
            [button("Cancel execution", Do.CANCEL_ONE, value=value, style="danger")]
            if view.can_cancel
            else []
        ),
        *(
            [button("Release", Do.RELEASE_ON_CARD, value=f"{view.release}:{value}", style="primary")]
            if view.release
            else []
        ),
        *([button("Status note", Do.OPEN_LINK_NOTE, url=view.note_link)] if view.note_link else []),
        *([button("Thread", Do.OPEN_LINK_THREAD, url=view.thread_link)] if view.thread_link else []),
        button("Refresh", Do.REFRESH_CARD, value=value),
    )
