"""``/tasks stats``: charts of tasks' outcomes and times, two at a time.

If Slack refuses its charts, the figures come as lines at once, and a picture of all four as a direct message.
"""

import asyncio
from typing import NamedTuple

from handlers.access.authorize import ask_again
from handlers.slack import routing
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Slash
from handlers.slack.request import Request
from handlers.slack.services import DirectFile, Services
from handlers.stats import picture as chart_picture
from handlers.stats import present
from handlers.stats.blocks import stats_lines, stats_message
from handlers.stats.views import ChartView
from handlers.words import filter_words
from handlers.words.command_words import Command
from models.domain.errors import BadFilter, NotTaken
from models.domain.filters import TaskFilter
from models.domain.permissions import Action
from models.domain.values.figures import MOST_TASKS
from models.stats import figures as stats_figures
from models.tasks import pages


class _Drawn(NamedTuple):
    """The message, in full and in short, and the charts for a picture."""

    text: str
    blocks: list[Block]
    smaller: list[Block]
    charts: tuple[ChartView, ...]


@routing.verb(Slash.TASKS, "stats")
async def show(command: Command, request: Request, services: Services) -> None:
    """The first pair of charts, only for the asking person."""
    wanted = command.state.filter
    text, blocks, smaller, charts = await _drawn(wanted, "", request, services)
    if not await services.answer(request, text, blocks, smaller):
        await _as_picture(text, charts, request, services)


@routing.click(Do.SHOW_STATS_OTHER, Do.SHOW_STATS_AGAIN)
async def turn(request: Request, services: Services) -> None:
    """Show the other pair, or refresh this one; the button's value is ``pair;words``."""
    pair, _, typed = request.value.partition(";")
    wanted = filter_words.parse_filter(typed)
    text, blocks, smaller, charts = await _drawn(wanted, pair, request, services)
    if not await services.redraw(request.response_url, text, blocks, smaller):
        await _as_picture(text, charts, request, services)


async def _drawn(wanted: TaskFilter, pair: str, request: Request, services: Services) -> _Drawn:
    zone, now = await services.people.zone(request.user), services.now()
    async with services.drawing.of(request.user):
        total = await pages.count(wanted, zone=zone, now=now)
        if total > MOST_TASKS:
            raise BadFilter(present.too_many(wanted, total))
        figures = await stats_figures.figures(wanted, zone=zone, now=now)
    view = present.stats(figures, wanted, pair, zone=zone, now=now)
    return _Drawn(
        text=f"{view.filter_line} · {view.fresh} · {view.totals}",
        blocks=stats_message(view),
        smaller=stats_lines(view),
        charts=present.all_charts(figures, zone=zone, now=now) if figures else (),
    )


async def _as_picture(text: str, charts: tuple[ChartView, ...], request: Request, services: Services) -> None:
    """Send the charts as a picture, too. A failure is ignored: the figures are on the screen already."""
    if not charts:
        return
    picture = await asyncio.to_thread(chart_picture.draw, charts)

    async def ask() -> None:
        await ask_again(request, services, Action.EXPORT)

    await ask()
    file = DirectFile(user=request.user, name="stats.png", words=text, file=picture, ask=ask)
    try:
        await services.send_file(file)
    except NotTaken:
        return
    await services.answer(request, "A picture of the charts is in your messages with me.")
