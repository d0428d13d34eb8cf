"""The message about an account on hold."""

from collections.abc import Sequence

from handlers.slack.blocks import Block, actions, button, context, divider, section
from handlers.slack.ids import Do
from handlers.slack.views import CodeView, HoldView, PictureView
from handlers.tasks import ending_blocks
from handlers.tasks.picture_blocks import picture


def hold(view: HoldView, *, with_picture: bool = True) -> list[Block]:
    """What happened, its picture, and the buttons that end it."""
    shown = (
        [picture(PictureView(file=view.picture, words=view.picture_words))]
        if view.picture and with_picture
        else []
    )
    return [
        section(view.words),
        *([context(view.met)] if view.met else []),
        *shown,
        *ending_blocks.endings(view),
        *_rest(view),
    ]


def holds(head: str, views: Sequence[HoldView]) -> list[Block]:
    """Several holds of one person, each with its buttons."""
    return [
        section(head),
        *(block for view in views for block in (divider(), *hold(view, with_picture=False))),
    ]


def reminder(head: str, views: Sequence[HoldView]) -> list[Block]:
    """Holds that still wait: each with the button that ends it, as far as one message has room."""
    shown = [
        section(
            view.words,
            block_id=f"reminded:{view.number}",
            accessory=button("Check now", Do.CHECK_NOW, value=view.hold) if view.hold else None,
        )
        for view in views
    ]
    return [section(head), *shown]


def code(view: CodeView) -> list[Block]:
    """The question for a one-time code, with the button that opens its form."""
    ask = [button("One-time code…", Do.GIVE_CODE, value=view.request, style="primary")]
    return [section(view.words), *([actions(f"code:{view.request}", *ask)] if view.request else [])]


def _rest(view: HoldView) -> list[Block]:
    release = [button("Release", Do.RELEASE, value=view.account)] if view.account else []
    repeat = [button(f"Re-execute #{view.repeat}…", Do.REPEAT_MET, value=view.repeat)] if view.repeat else []
    links = [button("Status note", Do.OPEN_LINK_NOTE, url=view.link)] if view.link else []
    buttons = [*ending_blocks.passing(view), *release, *repeat, *links]
    return [actions(f"held:{view.number}", *buttons)] if buttons else []
