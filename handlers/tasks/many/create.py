"""A list of tasks is confirmed: its good lines are created, and the others come back as a file."""

from collections.abc import Sequence
from functools import partial

from handlers.access.authorize import Named, ask_again, change
from handlers.batches import present_approval, present_receipt
from handlers.slack import routing
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request, number
from handlers.slack.services import DirectFile, Services, Work
from handlers.tasks.many import form, present
from handlers.tasks.many.blocks import preview
from handlers.tasks.many.views import PreviewView
from models.access import scope
from models.batches import kept_lists
from models.domain.conversations import is_channel
from models.domain.errors import Outdated
from models.domain.failpoints import Failpoint, reached
from models.domain.permissions import Action
from models.domain.task_files.rest import rest_csv
from models.domain.task_files.verdicts import Judged, is_chosen
from models.domain.values.batches.requests import BatchRequest
from models.domain.values.batches.task_lists import ListDetail


@routing.reading_form(Form.CREATE_LIST)
async def confirm(request: Request, services: Services) -> Work:
    """Write that the list is wanted, before the form is acknowledged: what comes after that is never lost, nor done twice.

    What the preview showed is what is created: where something else would come of it by now, that is shown instead.
    """
    text, _, seen = request.private.partition(":")
    kept = await _kept(text, request)
    lines = await form.looked(kept.tasks, request)
    if kept_lists.digest(lines) != seen:
        return partial(_preview_again, kept, lines, present.CHANGED)
    also = frozenset(request.chosen("also", Do.FILL_LIST))
    batch = form.wanted(kept, lines, also)
    if not batch.items:
        return partial(_preview_again, kept, lines, present.NOTHING)
    if form.needs_approval(batch, services):
        return await _ask_for_approval(kept, lines, also, request, services)
    about = present.about(batch.types, batch.size)
    await change(
        request,
        services,
        Action.CREATE,
        lambda done: Named(words=f"{about}, batch {done}", batch=done) if done else about,
        lambda: kept_lists.confirm(kept.id, batch, lines, also, now=services.now()),
        lambda: scope.of_accounts(batch.account_ids),
    )
    return partial(_create, kept, batch)


async def _create(kept: ListDetail, batch: BatchRequest, request: Request, services: Services) -> None:
    reached(Failpoint.ACCEPTED)
    made = await kept_lists.make(kept.id, now=services.now())
    if made is None:  # the maintenance, or a second click, was first
        await _show(PreviewView(paragraphs=(present.BEFORE,)), request, services)
        return
    await services.notify(made.tasks)
    words = present_receipt.created(batch, made.tasks) if made.tasks else present.ALL_USED
    await _show(present.created(words, rest=made.has_rest), request, services)


async def _ask_for_approval(
    kept: ListDetail,
    lines: tuple[Judged, ...],
    also: frozenset[str],
    request: Request,
    services: Services,
) -> Work:
    """Freeze the batch and ask for approval in its channel, where others see it."""
    batch = form.wanted(kept, lines, also)
    if not is_channel(batch.channel):
        return partial(_preview_again, kept, lines, f":warning: {present_approval.NOBODY_SEES}")
    await change(
        request,
        services,
        Action.CREATE,
        f"asks for {present.about(batch.types, batch.size)}",
        lambda: kept_lists.ask(kept.id, batch, lines, also, now=services.now()),
        lambda: scope.of_accounts(batch.account_ids),
    )

    async def go_on(request: Request, services: Services) -> None:
        has_rest = len(lines) > batch.size
        await _show(present.created(present_approval.ASKED, rest=has_rest), request, services)

    return go_on


@routing.click(Do.REST_OF_LIST, apart=True)
async def other_lines(request: Request, services: Services) -> None:
    """Other lines as CSV: those that are not ready."""
    kept = await _kept(request.value, request)
    lines = await form.looked(kept.tasks, request)
    await _send([one for one in lines if not is_chosen(one, frozenset())], kept, request, services)


async def _send(rest: Sequence[Judged], kept: ListDetail, request: Request, services: Services) -> None:
    """The other lines as a file in their person's direct messages."""
    if not rest:
        return

    async def ask() -> None:
        await ask_again(request, services, Action.CREATE)

    data = rest_csv(rest, type_id=kept.tasks.type)
    words = present.rest_words(rest)
    await services.send_file(
        DirectFile(user=request.user, name=present.REST_FILE, words=words, file=data, ask=ask)
    )


async def _kept(text: str, request: Request) -> ListDetail:
    """The list of a form or button; raise Outdated where it is gone, or somebody else's."""
    kept = await kept_lists.get(number(text), by=request.user)
    if kept is None:
        raise Outdated
    return kept


async def _preview_again(
    kept: ListDetail, lines: tuple[Judged, ...], news: str, request: Request, services: Services
) -> None:
    await form.show_preview(kept, lines, request, services, news=news)


async def _show(view: PreviewView, request: Request, services: Services) -> None:
    await services.slack.views_update(view_id=request.view_id, view=preview(view))
