"""The list on its surfaces: a message only one person sees, a board in a channel, a Home tab.

A board and a Home tab are painted by two hands, after a click here and by the outbox as tasks move; both take
what they draw from ``painting``.
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
from handlers.lists.blocks import task_list
from handlers.lists.line_blocks import task_lines
from handlers.lists.present_board import freshness
from handlers.slack import fallback, origin
from handlers.slack.blocks import Block, home_tab, section
from handlers.slack.fallback import Drawing
from handlers.slack.origin import Place
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.slack.views import ListView
from handlers.stats import present as stats_present
from handlers.words import list_state
from models import home as own
from models.domain.filters import ListState
from models.domain.permissions import Action, Authority
from models.messages import boards
from models.messages.boards import Board
from models.stats import figures
from models.tasks import pages


class Painting(NamedTuple):
    """What a board shows, and a digest that changes when that does, the moment of drawing aside."""

    drawing: Drawing
    digest: str


def _anything(_action: Action) -> bool:
    """A list in a channel has the buttons of all: each click is decided for who clicks."""
    return True


async def show(sheet: ListState, request: Request, services: Services) -> None:
    """Show a list only the asking person sees; on their Home tab, there."""
    if request.home:
        await redraw(sheet, origin.of(request), request, services)
        return
    await services.answer(request, *await private(sheet, request, services))


async def redraw(sheet: ListState, place: Place, request: Request, services: Services) -> None:
    """Draw another list in the place of the one that was clicked."""
    if place.home:
        await turn_home(sheet, request.user, request.may, services)
    elif board := await boards.at_message(place.channel, place.ts):
        board = await boards.turn(board, list_state.encode(sheet), now=services.now())
        async with services.drawing:
            painted = await painting(board, now=services.now())
        await services.redraw(place.url, *painted.drawing)
        await boards.rendered(board, digest=painted.digest)
    else:
        await services.redraw(place.url, *await private(sheet, request, services))


async def tell(
    place: Place, request: Request, services: Services, text: str, blocks: Sequence[Block]
) -> None:
    """Say something to the person who clicked: below their list, or on top of their Home tab."""
    if place.home:
        await boards.show_notice(request.user, json.dumps(list(blocks) or [section(text)]), now=services.now())
    else:
        await services.say(place.url, text, blocks)


async def zone_of(place: Place, user: str, services: Services) -> ZoneInfo:
    """Whose days the list's filter means: of a shared one those of who shared it."""
    board = await boards.at_message(place.channel, place.ts)
    return ZoneInfo(board.zone) if board else await services.people.zone(user)


async def turn_home(sheet: ListState | None, user: str, may: Authority, services: Services) -> None:
    """Show a list on somebody's Home tab; None: the one they left there."""
    zone = await services.people.zone(user)
    state = None if sheet is None else list_state.encode(sheet)
    allowed = [action for action in Action if may.may(action)]
    board = await boards.home(user, zone=zone.key, allowed=allowed, sheet=state, now=services.now())
    async with services.drawing:
        painted = await painting(board, now=services.now())
    await publish(user, painted.drawing, services.slack)
    await boards.rendered(board, digest=painted.digest)


async def publish(user: str, drawing: Drawing, slack: AsyncWebClient) -> None:
    """Draw somebody's Home tab."""

    async def post(text: str, blocks: list[Block]) -> None:
        await slack.views_publish(user_id=user, view=home_tab(blocks or [section(text)]))

    await fallback.send(drawing, post)


async def painting(board: Board, *, now: datetime) -> Painting:
    """What a board or Home tab shows now."""
    zone, sheet = ZoneInfo(board.zone), list_state.decode(board.sheet)
    view = await _view(sheet, zone=zone, now=now, alike=board.kind == "board")
    # The same name for the same list: what somebody ticked stays ticked while the list repaints itself.
    nonce = format(int(board.used_at.timestamp() * 1000), "x")
    view = replace(view, nonce=nonce, can_share=False)
    state = freshness(board.kind, is_live=board.live, is_idle=board.is_idle(now))
    told = json.loads(board.news) if board.news and board.news_until and board.news_until > now else []
    told += await _own(board, zone=zone, now=now)
    may = board.may if board.kind == "home" else _anything
    drawing = _drawing(replace(view, fresh=f"{view.fresh} · {state}"), told, may)
    digest = hashlib.sha256(repr((replace(view, fresh=state), told)).encode()).hexdigest()
    return Painting(drawing, digest)


async def _own(board: Board, *, zone: ZoneInfo, now: datetime) -> list[Block]:
    """What stands above the list of a Home tab: what is its owner's, and how today goes."""
    if board.kind != "home":
        return []
    above = present_home.sections(await own.of(board.owner))
    today = stats_present.today_line(await figures.today(zone=zone, now=now))
    return [*(section(text) for text in above), today]


async def private(sheet: ListState, request: Request, services: Services) -> Drawing:
    """A list for this reader alone."""
    zone = await services.people.zone(request.user)
    async with services.drawing:
        return _drawing(await _view(sheet, zone=zone, now=services.now()), may=request.may.may)


async def _view(sheet: ListState, *, zone: ZoneInfo, now: datetime, alike: bool = False) -> ListView:
    """One page; ``alike`` for all readers: each sees the times in their own zone."""
    page = await pages.page(sheet, zone=zone, now=now)
    hint = "" if page.rows else await hints.hint(sheet.filter)
    return present.task_list(sheet, page, zone=None if alike else zone, now=now, hint=hint)


def _drawing(view: ListView, news: Sequence[Block] = (), may: May = _anything) -> Drawing:
    text = f"{view.filter_line} · {view.paging} · {view.waiting} waiting"
    return Drawing(text, [*news, *permitted(task_list(view), may)], permitted(task_lines(view), may))
