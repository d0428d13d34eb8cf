"""What is told of runs that were missed, or made nothing."""

import structlog

from bot import clock
from bot.outbox import posting
from bot.outbox.readers import Outside, sees
from bot.slack.pacing import MESSAGE, QUIET, in_turn
from handlers.schedules import present_notice
from handlers.slack.fallback import Drawing
from models.domain.values.notices import Notice
from models.messages import notices
from models.schedules import runs

_NOT_TOLD = (
    "I could not post in <#{channel}> that a schedule missed a run, because {why}, so I am telling you here. "
    "If Bellhop is missing there, add it with `/invite`, or choose another channel with `/tasks schedules`."
)
_log = structlog.get_logger()


async def missed(run_id: int, outside: Outside) -> None:
    """That due times were not run, in the schedule's channel; without its details where its owner may not see tasks."""
    found = await runs.get(run_id)
    if found is None:
        return
    schedule, run = found
    await in_turn(f"message:{schedule.channel}", MESSAGE)
    is_seen = await sees(schedule.owner, outside.people)
    text = present_notice.missed(schedule, run, is_seen=is_seen, now=clock.now())
    person = schedule.owner if is_seen else ""
    drawing = Drawing(posting.told(text, outside))
    await posting.post_or_direct(schedule.channel, person, drawing, outside.slack, told=_NOT_TOLD)


async def not_run(notice_id: int, outside: Outside) -> None:
    """Why a run made nothing, to its owner, unless they turned that off, or an admin. Who was deactivated is not written to."""
    found = await runs.of_notice(notice_id)
    whole = await runs.get(found[1]) if found else None
    if found is None or whole is None:
        return
    person, (schedule, run) = found[0], whole
    if person == schedule.owner and not await notices.wants(person, Notice.SCHEDULES):
        return
    await in_turn(f"message:{person}", MESSAGE)
    actor = await outside.people.actor(person, "")
    if actor.kind == "deactivated":
        _log.info("not told: deactivated", user=person)
        return
    is_seen = await sees(person, outside.people)
    text = present_notice.not_run(schedule, run, reader=person, is_seen=is_seen, now=clock.now())
    await outside.slack.chat_postMessage(channel=person, text=posting.told(text, outside), **QUIET)
