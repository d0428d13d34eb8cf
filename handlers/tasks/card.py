"""The card of one task: opening it, refreshing it, and its actions."""

import re
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from handlers.access.needs import permitted
from handlers.batches import operations, present_receipt
from handlers.batches.confirm import Confirmation, begin, may
from handlers.batches.confirm import confirm as confirm_operation
from handlers.batches.confirm_blocks import confirm
from handlers.lists import surfaces, turn
from handlers.slack import fallback, routing
from handlers.slack import origin as origins
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Form, Shortcut, Slash
from handlers.slack.request import Request, number, numbers
from handlers.slack.services import Services, Work
from handlers.slack.views import News
from handlers.tasks import present, present_order
from handlers.tasks.blocks import task_card, which_task
from handlers.tasks.present_endings import for_reader
from handlers.words.command_words import Command
from models.accounts import holds
from models.alerts import backlog
from models.batches import create, plans
from models.domain.errors import Outdated
from models.domain.filters import ListState, TaskFilter
from models.domain.lifecycle import Status
from models.domain.values.batches.plans import Kind, Progress
from models.domain.values.rows import TaskDetail
from models.ranks import placing
from models.ranks.levels import Level
from models.tasks import queries

_NO_NEWS = News()
_TASK_ID = re.compile(r"^#(\d{1,10}) · ", re.MULTILINE)  # as each task of a status note begins


@routing.verb(Slash.TASKS, "show")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks 4711``."""
    await show(command.ids[0], request, services)


async def show(task_id: int, request: Request, services: Services) -> None:
    """Open the card, or say that there is no such task."""
    card = await draw(task_id, request, services)
    if card is None:
        await services.answer(request, f"There is no task #{task_id}. `/tasks` lists them all.")
        return
    await fallback.show_view(card, lambda view: services.open(view, request))


async def _update(view_id: str, card: Block | None, services: Services) -> None:
    if card is not None:
        await fallback.show_view(card, lambda view: services.slack.views_update(view_id=view_id, view=view))


@routing.click(Do.DETAILS_SELECTED)
async def show_selected(request: Request, services: Services) -> None:
    """Details of the one task that is ticked."""
    ids = turn.selected(request)
    if len(ids) != 1:
        await services.answer(request, "Select one task to see its details.")
        return
    await show(ids[0], request, services)


@routing.shortcut(Shortcut.TASK_DETAILS)
async def show_of_note(request: Request, services: Services) -> None:
    """The message shortcut on a status note: of one that tells of several tasks, ask which. A batch's message has a list."""
    ids = numbers(dict.fromkeys(_TASK_ID.findall(request.message_text)))
    batch = None if ids else await create.at(request.channel, request.message_ts)
    if batch is not None:
        await surfaces.show(ListState(filter=TaskFilter(batch=batch)), request, services)
    elif not ids:
        await services.answer(
            request,
            "That message is neither a status note nor the message of a batch, so there is no task to show.",
        )
    elif len(ids) == 1:
        await show(ids[0], request, services)
    else:
        view = which_task(present.choices(await queries.task_rows(ids)))
        await services.slack.views_open(trigger_id=request.trigger_id, view=view)


@routing.click(Do.DETAILS_OF_NOTE)
async def show_in_place(request: Request, services: Services) -> None:
    """One of a note's tasks was chosen: its card takes the place of the question."""
    card = await draw(number(request.value), request, services)
    await _update(request.view_id, card, services)


@routing.click(Do.REFRESH_CARD)
async def refresh(request: Request, services: Services) -> None:
    """Redraw the open card."""
    await redraw(request, services)


@routing.click(Do.CANCEL_ONE)
async def cancel(request: Request, services: Services) -> None:
    """Cancel the card's task, if it still waits."""
    await redraw(request, services, news=await _do("cancel", request, services))


@routing.click(Do.RETRY_ONE)
async def retry(request: Request, services: Services) -> None:
    """Retry task: at once, unless that would make a second page or business manager; then ask again first."""
    rows = await queries.task_rows([_task_id(request)])
    if any(present_receipt.makes_a_second(row) for row in rows):
        from_card = present_receipt.confirm_repeat(rows)
        private = f"{origins.of_card(_task_id(request), request)}|{await _frozen(request, services)}"
        view = confirm(from_card, Form.CONFIRM_RETRY, private=private, about=request.view_id)
        await services.slack.views_push(trigger_id=request.trigger_id, view=view)
        return
    await redraw(request, services, news=await _do("repeat", request, services))


@routing.form(Form.CONFIRM_RETRY)
async def retry_confirmed(request: Request, services: Services) -> Work:
    """Confirmed: run it again, and draw the card, which is the view below."""
    of_card, _, asked = request.private.partition("|")
    request = replace(request, private=of_card)
    operation = await _confirmed(number(asked), request, services)

    async def go_on(request: Request, services: Services) -> None:
        request = replace(request, private=of_card)
        news = await _news(await operations.finish(operation, services), request, services)
        card = await draw(_task_id(request), request, services, news=news)
        await _update(request.root_view_id, card, services)

    return go_on


async def _frozen(request: Request, services: Services) -> int:
    """The operation that is asked about: what is made while the question is open is not made again by its yes."""
    ids = [_task_id(request)]
    await may("repeat", ids, request)
    channel = origins.in_channel(request).channel
    return (await plans.plan_ids("repeat", ids, by=request.user, channel=channel, now=services.now())).id


async def _confirmed(asked: int, request: Request, services: Services) -> int | None:
    """The operation that goes on; None: it waits for a second person. A question of a former version froze none."""
    if not asked:
        return await begin("repeat", [_task_id(request)], request, services)
    return None if await confirm_operation(asked, request, services) is Confirmation.ASKED else asked


@routing.click(Do.UNDO_ON_CARD)
async def undo(request: Request, services: Services) -> None:
    """Undo what was just done on the card."""
    _, sentence = await operations.take_back(request, services)
    await redraw(replace(request, value=""), services, news=News(words=sentence))


async def _do(kind: Kind, request: Request, services: Services) -> News:
    return await _news(
        await operations.at_once(kind, [_task_id(request)], request, services), request, services
    )


async def _news(progress: Progress, request: Request, services: Services) -> News:
    words = await operations.receipt_words(progress, request, services)
    return News(words=words, undo=present_receipt.undoable(progress))


async def draw(task_id: int, request: Request, services: Services, *, news: News = _NO_NEWS) -> Block | None:
    """The card for this reader; None when there is no such task."""
    task = await queries.task_detail(task_id, now=services.now())
    if task is None:
        return None
    zone = await services.people.zone(request.user)
    thread = await _link(task.channel, task.ts, services)
    drawn = present.card(task, thread_link=thread, news=news, zone=zone, now=services.now())
    hold = await holds.detail(task.hold.id) if task.hold else None
    near = [one for one in (task.follows_id, task.followed_by) if one is not None]
    view = replace(
        drawn,
        picture=present.picture(task, request.user),
        place=await _place(task, services),
        steps=present.steps(task, await queries.task_rows(near)) if near else (),
        is_usual=Level.of(task.rank) is Level.NORMAL,
        hold=for_reader(hold, request.user, request.may, task.group) if hold else None,
    )
    card = task_card(view, private=origins.of_card(task_id, request))
    return card | {"blocks": permitted(card["blocks"], lambda action: request.may.may(action, task.group))}


async def _place(task: TaskDetail, services: Services) -> str:
    """Where it stands among what waits; nothing where something else than its turn keeps it waiting."""
    if task.status is not Status.WAITING or task.hold or task.pauses or task.blocker:
        return ""
    now = services.now()
    before = await placing.before(task.id, task.rank, now=now)
    return present_order.place(
        before, placing.MOST_COUNTED, task.rank, await backlog.started(now=now) if before else 0
    )


def _task_id(request: Request) -> int:
    """The id of the card's task; raise Outdated when the request has none."""
    task_id = number(request.value) or origins.from_card(request)[0]
    if not task_id:
        raise Outdated
    return task_id


async def redraw(request: Request, services: Services, *, news: News = _NO_NEWS) -> None:
    """Draw the open card of the request's task."""
    card = await draw(_task_id(request), request, services, news=news)
    await _update(request.view_id, card, services)


async def _link(channel: str, ts: str, services: Services) -> str:
    if not ts:
        return ""
    try:
        response = await services.slack.chat_getPermalink(channel=channel, message_ts=ts)
    except SlackApiError:  # the message is gone: the card has no link
        return ""
    return str(response["permalink"])
