"""The message about an account on hold."""

from handlers.slack.blocks import Block, actions, button, context, section
from handlers.slack.ids import Do
from handlers.slack.views import HoldView


def hold(view: HoldView) -> list[Block]:
    """What happened, and the Release button."""
    if not view.account:
        return [section(view.words)]
    links = [button("Status note", Do.OPEN_LINK_NOTE, url=view.link)] if view.link else []
    release = button("Release", Do.RELEASE, value=view.account, style="primary")
    return [
        section(view.words),
        *([context(view.met)] if view.met else []),
        actions(f"hold:{view.account}", release, *links),
    ]
