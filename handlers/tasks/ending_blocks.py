"""The buttons that end a hold: on the message about it, and on the cards of its account and tasks."""

from handlers.slack.blocks import Block, actions, button
from handlers.slack.ids import Do
from handlers.slack.views import HoldView

_ENDINGS = (
    ("I have signed in: check now", Do.CHECK_NOW),
    ("New password…", Do.NEW_PASSWORD),
    ("New session…", Do.NEW_SESSION),
)


def endings(view: HoldView, *, best: Do | None = None) -> list[Block]:
    """What a person does who has signed in, or has what the account needs; ``best`` is what helps most likely."""
    if view.code:
        code = button("One-time code…", Do.GIVE_CODE, value=view.code, style="primary")
        return [actions(f"code:{view.code}", code)]
    if not view.hold:
        return []
    best = best or (Do.NEW_PASSWORD if view.wants_password else Do.CHECK_NOW)
    buttons = (
        button(text, action, value=view.hold, style="primary" if action == best else "")
        for text, action in _ENDINGS
    )
    return [actions(f"hold:{view.hold}", *buttons)]


def passing(view: HoldView) -> list[Block]:
    """The buttons of who does not end it now."""
    if not view.hold:
        return []
    keep = [button("Keep on hold", Do.KEEP_ON_HOLD, value=view.hold)] if view.can_keep else []
    return [button("Pass on to…", Do.PASS_ON, value=view.hold), *keep]
