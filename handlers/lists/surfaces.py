"""The list on its surfaces: a message only one person sees, a board in a channel, a Home tab.

Boards and Home tabs are live lists: refreshed here after a click, and by the outbox as tasks change. Both use
``render``.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from handlers.access.needs import May, permitted
from handlers.lists import hints, present, present_home
from handlers.lists.blocks import own_section, task_list
from handlers.lists.line_blocks import task_lines
from handlers.lists.present_board import freshness
from handlers.slack import fallback
from handlers.slack import origin as origins
from handlers.slack.blocks import Block, actions, button, home_tab, section
from handlers.slack.fallback import Drawing
from handlers.slack.ids import Do
from handlers.slack.origin import Origin
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.slack.views import ListView
from handlers.stats import present as stats_present
from handlers.words import list_state
from models import home as own
from models.domain.filters import ListState
from models.domain.permissions import Action, Authority
from models.domain.values.batches.standing import UNDO
from models.messages import boards, list_layouts
from models.messages.boards import Board
from models.stats import figures
from models.tasks import pages


class Rendered(NamedTuple):
    """What a live list shows, and a digest of it that leaves out the time of drawing."""

    drawing: Drawing
    digest: str
    is_refused: bool = False


def _anything(_action: Action) -> bool:
    """A list in a channel shows all buttons: each click is authorized for the person who clicks."""
    return True


async def show(state: ListState, request: Request, services: Services) -> None:
    """Show a list to the asking person only; a request from their Home tab redraws that."""
    if request.home:
        await redraw(state, origins.of(request), request, services)
        return
    await services.answer(request, *await private(state, request, services))


async def redraw(state: ListState, origin: Origin, request: Request, services: Services) -> None:
    """Replace the list that was clicked with this one."""
    if origin.home:
        await turn_home(state, request.user, request.may, services)
    elif board := await boards.at_message(origin.channel, origin.ts):
        async with services.boards.of(
            str(board.id)
        ):  # else a slow drawing could replace somebody's later one
            board = await boards.turn(board, list_state.encode(state), by=request.user, now=services.now())
            async with services.drawing.of(request.user):
                rendered = await render(board, request.may.may, now=services.now())
            await services.redraw(origin.url, *rendered.drawing)
            await boards.rendered(board, digest=rendered.digest)
    else:
        await services.redraw(origin.url, *await private(state, request, services))


async def reply(
    origin: Origin, request: Request, services: Services, text: str, blocks: Sequence[Block]
) -> None:
    """Reply to the person who clicked: below their list, or at the top of their Home tab."""
    if origin.home:
        await boards.show_notice(
            request.user, json.dumps(list(blocks) or [section(text)]), now=services.now()
        )
    else:
        await services.say(origin.url, text, blocks)


async def zone_of(origin: Origin, user: str, services: Services) -> ZoneInfo:
    """The zone of the days in the list's filter: of a shared list, the zone of the person who shared it."""
    board = await boards.at_message(origin.channel, origin.ts)
    return ZoneInfo(board.zone) if board else await services.people.zone(user)


async def turn_home(state: ListState | None, user: str, may: Authority, services: Services) -> None:
    """Show a list on a person's Home tab; None: the list it showed last."""
    zone = await services.people.zone(user)
    encoded = None if state is None else list_state.encode(state)
    first = list_state.encode(await list_layouts.liked(ListState(), user))
    board = await boards.home(user, zone=zone.key, sheet=encoded, first=first, now=services.now())
    async with services.drawing.of(user):
        rendered = await render(board, may.may, now=services.now())
    await publish(user, rendered.drawing, services.slack)
    await boards.rendered(board, digest=rendered.digest)


async def publish(user: str, drawing: Drawing, slack: AsyncWebClient) -> None:
    """Publish a person's Home tab."""

    async def post(text: str, blocks: list[Block]) -> None:
        await slack.views_publish(user_id=user, view=home_tab(blocks or [section(text)]))

    await fallback.send(drawing, post)


async def render(board: Board, may: May, *, now: datetime) -> Rendered:
    """Render what a board or Home tab shows now; ``may`` is what its owner may do now, who may see it."""
    zone, state = ZoneInfo(board.zone), list_state.decode(board.sheet)
    view = await _view(state, zone=zone, now=now, alike=board.kind == "board")
    # The same nonce for the same list: ticks survive a refresh.
    nonce = format(int(board.used_at.timestamp() * 1000), "x")
    view = replace(view, nonce=nonce, can_share=False)
    liveness = freshness(board.kind, is_live=board.live, is_idle=board.is_idle(now))
    above = _news(board, now)
    above += await _own(board, zone=zone, now=now)
    shown = may if board.kind == "home" else _anything
    if board.kind == "home":  # said above the list, whatever that shows
        view = replace(view, paused="")
    drawing = _drawing(replace(view, fresh=f"{view.fresh} · {liveness}"), above, shown)
    buttons = [action for action in Action if shown(action)]
    return Rendered(drawing, _digest(replace(view, fresh=liveness), above, buttons))


def _news(board: Board, now: datetime) -> list[Block]:
    """The answer that a Home tab shows for a while; its Undo goes when its time is over."""
    if not (board.news and board.news_until and board.news_until > now):
        return []
    is_late = now >= board.news_until - boards.NEWS + UNDO
    return [block for block in json.loads(board.news) if not (is_late and _offers_undo(block))]


def _offers_undo(block: Block) -> bool:
    return any(element.get("action_id") == Do.UNDO for element in block.get("elements", ()))


def refused(board: Board, why: str) -> Rendered:
    """What stands where a list may not be drawn any more: the sentence, and the button for whoever may see it."""
    again = button("Refresh", Do.REFRESH, value=board.sheet or list_state.encode(ListState()))
    return Rendered(Drawing(why, [section(why), actions("paused", again)]), _digest(why), is_refused=True)


def _digest(*drawn: object) -> str:
    return hashlib.sha256(repr(drawn).encode()).hexdigest()


async def _own(board: Board, *, zone: ZoneInfo, now: datetime) -> list[Block]:
    """The blocks above the list of a Home tab: its owner's alerts, batches and accounts, and today's figures."""
    if board.kind != "home":
        return []
    views = present_home.sections(await own.of(board.owner, now=now), board.owner, zone=zone, now=now)
    today = stats_present.today_line(await figures.today(zone=zone, now=now))
    return [*map(own_section, views), today]


async def private(state: ListState, request: Request, services: Services) -> Drawing:
    """A list for this reader only."""
    zone = await services.people.zone(request.user)
    async with services.drawing.of(request.user):
        return _drawing(await _view(state, zone=zone, now=services.now()), may=request.may.may)


async def _view(state: ListState, *, zone: ZoneInfo, now: datetime, alike: bool = False) -> ListView:
    """One page; ``alike``: the same for all readers, who each see times in their own zone."""
    page = await pages.page(state, zone=zone, now=now)
    hint = "" if page.rows else await hints.hint(state.filter)
    return present.task_list(state, page, zone=None if alike else zone, now=now, hint=hint)


def _drawing(view: ListView, news: Sequence[Block] = (), may: May = _anything) -> Drawing:
    text = f"{view.filter_line} · {view.paging} · {view.waiting} waiting"
    return Drawing(text, [*news, *permitted(task_list(view), may)], permitted(task_lines(view), may))
