"""Who may do what, laid out."""

from handlers.access.views import AccessView, AuditView
from handlers.slack.blocks import Block, actions, button, context, section
from handlers.slack.ids import Do


def access_list(view: AccessView) -> list[Block]:
    """What one may, then all grants with their Remove."""
    return [
        section(view.own),
        *(
            section(one.words, accessory=button("Remove", Do.REMOVE_GRANT, value=one.value))
            for one in view.grants
        ),
        *([context(view.more)] if view.more else []),
    ]


def audit_list(view: AuditView) -> list[Block]:
    """A page of the audit, newest first."""
    older = [button("Older", Do.OLDER_AUDIT, value=view.older)] if view.older else []
    return [
        context(view.filter_line),
        *(section(one) for one in view.lines or (view.empty,)),
        *([actions("audit", *older)] if older else []),
    ]
