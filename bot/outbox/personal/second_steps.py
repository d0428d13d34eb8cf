"""What a second step still owes, made once Slack says who asked for it; and the message that a step has ended."""

from slack_sdk.errors import SlackApiError

from bot import clock
from bot.outbox import posting
from bot.outbox.readers import Outside, Unsure, not_certain, reader
from bot.slack.pacing import MESSAGE, in_turn
from handlers.access.authorize import admins
from handlers.batches.steps import present as present_steps
from handlers.slack import fallback
from handlers.slack.fallback import Drawing
from models.batches import create, following
from models.domain.conversations import is_person
from models.domain.triage.following import Verdict


async def follow(batch_id: int, outside: Outside, *, has_waited: bool) -> None:
    """Make what follows on the tasks of a batch that ended done. Workers are notified of it by the next sweep.

    ``has_waited``: Slack has not said for an hour who asked for it, so the step ends.
    """
    batch = await create.get(batch_id)
    if batch is None or not batch.step_goes_on:
        return
    actor = await outside.people.actor(batch.then_by, "second step")
    verdict = Verdict.MAKE
    while verdict is Verdict.MAKE:
        verdict = await following.go_on(batch_id, actor, now=clock.now())
    if verdict is Verdict.LATER and not has_waited:
        raise not_certain(batch.then_by)
    if verdict is Verdict.LATER:
        await following.give_up(batch_id, now=clock.now())


async def ended(batch_id: int, outside: Outside) -> None:
    """To who asked for the step and who began its batch; to an admin where neither can be told."""
    batch = await create.get(batch_id)
    if batch is None or not batch.then_end:
        return
    words = posting.told(present_steps.ended(batch), outside)
    people = dict.fromkeys((batch.then_by, batch.by))
    told = [person for person in people if await _is_told(person, words, outside)]
    if batch.then_by in told:
        return
    for admin in await admins(outside.people):
        if is_person(admin) and admin not in people and await _is_told(admin, words, outside):
            return


async def _is_told(person: str, words: str, outside: Outside) -> bool:
    """Whether this person may see it and Slack takes it. Whom Slack does not speak of is passed over: an admin is told."""
    try:
        may = (await reader(person, outside.people)).sees
    except Unsure:
        may = False
    if not may:
        return False
    await in_turn(f"message:{person}", MESSAGE)
    try:
        await posting.post(person, Drawing(words), outside.slack)
    except SlackApiError as error:
        if not fallback.rule_of(error).is_direct:
            raise
        return False
    return True
