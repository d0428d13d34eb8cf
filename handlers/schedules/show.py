"""The list of schedules, and what its menus do: change, run now, pause, resume, delete."""

from datetime import datetime

from handlers.access.authorize import Groups, change
from handlers.access.needs import permitted
from handlers.lists import surfaces
from handlers.schedules import accounts, present
from handlers.schedules.blocks import (
    CHANGE,
    DELETE,
    LONGEST_WHY,
    PAUSE,
    RESUME,
    RUN_NOW,
    pause_form,
    schedules,
)
from handlers.schedules.edit import open_saved
from handlers.schedules.words import read_target
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.blocks import Block
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.origin import Origin
from handlers.slack.paging import cut
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from handlers.words.command_words import Command
from models.domain.errors import BadRequest, Outdated
from models.domain.permissions import Action
from models.domain.values.schedules import SavedSchedule
from models.schedules import firing, records, runs
from models.schedules.firing import Behalf

_GONE = "That schedule was deleted."
_DONE = {
    RESUME.value: ("Resumed.", "It is not paused."),
    DELETE.value: ("Deleted. Tasks that exist already go on.", _GONE),
    RUN_NOW.value: ("It runs now: see its batch.", "It ran or was changed a moment ago. Look at it below."),
}


@routing.verb(Slash.TASKS, "schedules")
async def show(_command: Command, request: Request, services: Services) -> None:
    """``/tasks schedules``: all of them, with their last and next runs."""
    await services.answer(request, *await drawn(request, services))


@routing.click(Do.TURN_SCHEDULES_BACK, Do.TURN_SCHEDULES_ON)
async def turn(request: Request, services: Services) -> None:
    """Previous and Next: the button's value is the page."""
    await services.redraw(request.response_url, *await drawn(request, services, number(request.value)))


@routing.click(Do.SCHEDULE_MENU)
async def act(request: Request, services: Services) -> None:
    """The menu of one schedule. Its block is ``schedule:ID:PAGE``."""
    _, schedule_id, page = (request.block.split(":") + [""] * 3)[:3]
    schedule = await records.get(number(schedule_id))
    if schedule is None:
        await services.answer(request, _GONE)
    elif request.value == CHANGE.value:
        await open_saved(schedule, request, services)
    elif request.value == PAUSE.value:
        private = origins.pack(
            Origin(url=request.response_url, channel=request.channel, operation=schedule.id)
        )
        drawn_form = pause_form(schedule.id, private=private)
        await services.slack.views_open(trigger_id=request.trigger_id, view=drawn_form)
    elif request.value in _DONE:
        done = await _changed(request.value, schedule, request, services)
        news = _DONE[request.value][0 if done else 1]
        again = await drawn(request, services, number(page), news=f"Schedule {schedule.id}: {news}")
        await services.redraw(request.response_url, *again)
    else:
        raise Outdated


async def _changed(what: str, schedule: SavedSchedule, request: Request, services: Services) -> bool:
    """Do it; False: it was so already."""
    now = services.now()

    ids: list[int] | None = None

    async def do() -> bool:
        nonlocal ids
        if what == RUN_NOW.value:
            again = await records.get(schedule.id, locked=True)
            is_same = again is not None and again.version == schedule.version
            ids = await firing.run_now(schedule, behalf, now=now) if is_same else None
            return ids is not None
        return await (records.resume if what == RESUME.value else records.remove)(schedule.id, now=now)

    wanted = read_target(schedule.target)
    behalf = Behalf(actor=request.actor, policy=services.policy, wanted=wanted)
    needed = firing.action_for(schedule.type, schedule.then_type)
    about = f"schedule {schedule.id}: {what}"
    done = await change(request, services, needed, about, do, groups_of(schedule, request.user, now))
    await services.notify(ids or [])
    return done


@routing.checked_form(Form.PAUSE_SCHEDULE)
async def pause(request: Request, services: Services) -> Work:
    """Pause it, with the reason."""
    origin = origins.unpack(request.private)
    why = "".join(request.chosen("why", Do.FILL_SCHEDULE)).strip()[:LONGEST_WHY]
    schedule = await records.get(origin.operation)
    if not why or schedule is None:
        raise BadRequest({"why": "Write why, so that others know when to resume it." if schedule else _GONE})
    done = await change(
        request,
        services,
        Action.SCHEDULE,
        f"schedule {schedule.id}: pause: {why}",
        lambda: records.pause(schedule.id, why=why, by=request.user, now=services.now()),
        groups_of(schedule, request.user, services.now()),
    )
    news = f"Schedule {schedule.id}: {'Paused.' if done else 'It is paused already.'}"

    async def begin(request: Request, services: Services) -> None:
        await surfaces.reply(origin, request, services, *await drawn(request, services, news=news))

    return begin


async def drawn(
    request: Request, services: Services, page: int = 1, *, news: str = ""
) -> tuple[str, list[Block]]:
    """A page of the list for this reader."""
    saved = await records.every()
    zone, now = await services.people.zone(request.user), services.now()
    visible, _ = cut(saved, page)
    last = await runs.last([one.id for one in visible])
    view = present.schedules(saved, last, page=page, zone=zone, now=now, news=news)
    return view.title, permitted(schedules(view), request.may.may)


def groups_of(schedule: SavedSchedule, user: str, now: datetime) -> Groups:
    """The account groups in which this person must have the right to it, looked up inside the transaction."""

    async def groups() -> tuple[str, ...]:
        it = await records.get(schedule.id, locked=True) or schedule
        return accounts.touched(it, await accounts.found(it, now=now), is_own=it.owner == user)

    return groups
