"""``/tasks audit``: what was done and what was refused, newest first."""

from dataclasses import replace
from datetime import UTC, datetime

from handlers.access import present_audit
from handlers.access.blocks import audit_list
from handlers.slack import routing
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.words import filter_words
from handlers.words.command_words import Command
from models.access import audit
from models.accounts import listing
from models.domain.errors import BadFilter
from models.domain.filters import TaskFilter
from models.domain.values.audit import AuditFilter
from models.domain.window import window

_DENIED = "denied"
_HOW = "The audit is filtered by `by:@ben`, `group:emea`, `id:4711`, `batch:12`, `denied`, `today`, `1w`, `from:` and `to:`."


@routing.verb(Slash.TASKS, "audit")
async def show(command: Command, request: Request, services: Services) -> None:
    """The newest that match."""
    await services.answer(request, *await _drawn(" ".join(command.words), None, request, services))


@routing.click(Do.OLDER_AUDIT)
async def older(request: Request, services: Services) -> None:
    """Older: continue below the last row shown; the button carries ``id;words``."""
    before, _, typed = request.value.partition(";")
    number = filter_words.task_id(before)
    await services.redraw(request.response_url, *await _drawn(typed, number, request, services))


async def _drawn(
    typed: str, before: int | None, request: Request, services: Services
) -> tuple[str, list[dict[str, object]]]:
    zone, now = await services.people.zone(request.user), services.now()
    parts = filter_words.split(typed)
    wanted = filter_words.parse_filter(
        " ".join(word for word in parts if word.lower() != _DENIED), me=request.user
    )
    rest = replace(wanted, users=(), groups=(), task_id=None, batch=None, span="", since=None, until=None)
    if rest != TaskFilter() or len(wanted.users) > 1 or len(wanted.groups) > 1:
        raise BadFilter(_HOW)
    wanted = replace(wanted, groups=tuple([await listing.group_meant(group) for group in wanted.groups]))
    denied = any(word.lower() == _DENIED for word in parts)
    typed = " ".join(
        filter(None, (filter_words.render(wanted), _DENIED if denied else ""))
    )  # short enough for a button
    since, until = window(wanted, zone=zone, now=now)
    page = await audit.page(
        AuditFilter(
            by="".join(wanted.users),
            group="".join(wanted.groups),
            task_id=wanted.task_id,
            batch=wanted.batch,
            denied=denied,
            since=since or datetime.min.replace(tzinfo=UTC),
            until=until or datetime.max.replace(tzinfo=UTC),
        ),
        before=before,
    )
    view = present_audit.audit_page(page, typed=typed, zone=zone, now=now)
    return view.filter_line, audit_list(view)
