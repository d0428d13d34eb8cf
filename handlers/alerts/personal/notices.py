"""``/tasks notify``: which direct messages one gets about one's own matters, in a form or in words."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.alerts.personal import notice_blocks, present_notices
from handlers.slack import routing
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from handlers.words import filter_words
from handlers.words.command_words import Command
from models.domain.errors import BadFilter, BadRequest
from models.domain.values.notices import Notice, NoticeDetail
from models.messages import notices

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_WAYS = (
    "`/tasks notify off`, `/tasks notify on`, `/tasks notify accounts off`, `/tasks notify daily 08:00` "
    "or `/tasks notify daily off`"
)
_DAILY = notice_blocks.DAILY


@routing.verb(Slash.TASKS, "notify")
async def notify(command: Command, request: Request, services: Services) -> None:
    """Open the form; with words, change it at once and say how it is."""
    wanted = await notices.of(request.user)
    if not command.words:
        await services.slack.views_open(trigger_id=request.trigger_id, view=notice_blocks.form(wanted))
        return
    await _write(changed(wanted, command.words), request, services)
    await services.answer(request, present_notices.state(await notices.of(request.user)))


@routing.checked_form(Form.NOTICES)
async def accept(request: Request, services: Services) -> Work:
    """Write what was ticked, or raise BadRequest with a sentence."""
    ticked = request.chosen("wanted", Do.FILL_NOTICES)
    at = _time("".join(request.chosen("daily_at", Do.FILL_NOTICES))) if _DAILY in ticked else ""
    if _DAILY in ticked and not at:
        raise BadRequest({"daily_at": "Choose the time of the daily summary."})
    on = {notice.value: notice in ticked for notice in Notice}
    await _write(replace(NoticeDetail(daily_at=at), **on), request, services)
    return _done


def changed(wanted: NoticeDetail, words: Sequence[str]) -> NoticeDetail:
    """What is wanted after these words; raise BadFilter with the ways to say it."""
    first, *rest = words
    if first in {"on", "off"} and not rest:
        every = {notice.value: first == "on" for notice in Notice}
        return replace(wanted, **every, daily_at=wanted.daily_at if first == "on" else "")
    name = filter_words.one_of(first, [*Notice, _DAILY, "on", "off"], "notice")
    value = rest[0] if len(rest) == 1 else ""
    if name == _DAILY and (value == "off" or _time(value)):
        return replace(wanted, daily_at="" if value == "off" else _time(value))
    if name in tuple(Notice) and value in {"on", "off"}:
        return replace(wanted, **{str(name): value == "on"})
    raise BadFilter(f"Write {_WAYS}.")


def _time(text: str) -> str:
    """A time of day as it is stored; empty where it is none."""
    at = _TIME.fullmatch(text)
    return f"{int(at[1]):02}:{at[2]}" if at else ""


async def _write(wanted: NoticeDetail, request: Request, services: Services) -> None:
    zone = (await services.people.zone(request.user)).key
    await notices.choose(request.user, replace(wanted, zone=zone), now=services.now())


async def _done(request: Request, services: Services) -> None:
    """The form is closed: that says it."""
