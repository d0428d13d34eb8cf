"""The blocks of the access and audit pages."""

from handlers.access.views import AccessView, AuditView
from handlers.slack.blocks import Block, actions, button, context, section
from handlers.slack.ids import Do
from handlers.slack.paging import turns


def access_list(view: AccessView) -> list[Block]:
    """The reader's own permissions, then a page of all grants, each with its Remove button."""
    page = view.paged.page if view.paged else 1
    return [
        section(view.own),
        *(
            section(
                grant.words,
                f"grant:{number}:{page}",
                button("Remove", Do.REMOVE_GRANT, value=grant.value),
            )
            for number, grant in enumerate(view.grants)
        ),
        *([context(view.more)] if view.more else []),
        *(turns(view.paged, Do.TURN_GRANTS_BACK, Do.TURN_GRANTS_ON) if view.paged else []),
    ]


def audit_list(view: AuditView) -> list[Block]:
    """A page of the audit, newest first."""
    older = [button("Older", Do.OLDER_AUDIT, value=view.older)] if view.older else []
    return [
        context(view.filter_line),
        *(section(line) for line in view.lines or (view.empty,)),
        *([actions("audit", *older)] if older else []),
    ]
