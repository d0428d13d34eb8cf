"""A schedule that is due: its owner is asked about, and then its batch is made, or somebody told."""

from bot import clock
from bot.outbox.readers import Outside, Unsure
from handlers.access.authorize import admins, standing
from handlers.schedules.words import read_target
from handlers.slack.users import People
from models.domain.conversations import is_person
from models.domain.failpoints import Failpoint, reached
from models.domain.values.batches.approvals import Policy
from models.domain.values.schedules import SavedSchedule
from models.schedules import firing, records
from models.schedules.firing import Behalf

_MOST_TOLD = 10  # admins
_PLACE = "schedule"  # where its owner asked, for the audit


async def run(schedule_id: int, outside: Outside) -> None:
    """Do what its due times until now ask for; the sweep notifies the workers. Raise Unsure while Slack does not say who
    its owner is and it may still run later.
    """
    schedule = await records.get(schedule_id)
    if schedule is None or schedule.paused_at:
        return
    behalf = await behalf_of(schedule, schedule.owner, outside.people, outside.policy)
    now = clock.now()
    await firing.fire(schedule, behalf, now=now)
    reached(Failpoint.FIRED)
    await firing.fire_queued(schedule, behalf, now=now)
    if not behalf.is_known:
        raise Unsure(f"Slack does not say who {schedule.owner} is")


async def behalf_of(schedule: SavedSchedule, person: str, people: People, policy: Policy) -> Behalf:
    """In whose name it runs, as they stand now."""
    actor, may = await standing(person, people, _PLACE)
    needed = firing.action_for(schedule.type, schedule.then_type)
    is_certain = not actor.is_partial or may.may(needed)
    told = [admin for admin in await admins(people) if is_person(admin)]
    return Behalf(
        actor=actor,
        is_known=not actor.unsure and is_certain,
        admins=tuple(told[:_MOST_TOLD]),
        policy=policy,
        wanted=read_target(schedule.target),
    )
