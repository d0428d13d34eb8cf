"""The question to whoever is responsible for an account on hold, and its end, in one message; and notices about it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import structlog
from slack_sdk.errors import SlackApiError

from bot import clock
from bot.outbox import posting
from bot.outbox.personal.recipients import explain, may_read, recipients
from bot.outbox.readers import Outside, Unsure
from bot.slack.pacing import MESSAGE, TIER3, in_turn
from handlers.accounts import hold_blocks, present_hold
from handlers.accounts.hand_over import present_code
from handlers.slack import fallback
from handlers.slack.fallback import Drawing
from handlers.slack.refusals import Handling
from handlers.slack.views import HoldView
from models.accounts import code_requests, hold_messages, hold_notices, holds
from models.accounts.hold_notices import HoldNotice
from models.domain.conversations import is_channel
from models.domain.values.accounts import CodeDetail, CodeState, HoldDetail
from models.domain.values.notices import Notice
from models.messages import notices

_QUIET_FOR = timedelta(minutes=10)  # after a message: what joins it needs no line of its own
_log = structlog.get_logger()


async def ask(hold_id: int, outside: Outside, *, has_waited: bool) -> None:
    """Ask once; later show in the same message that it was released. One that was released before is not asked about,
    but where the question may stand all the same.

    ``has_waited``: whom Slack has not spoken of for an hour is passed over.
    """
    detail = await holds.detail(hold_id)
    if detail is None:
        return
    if detail.left_ts:
        await _leave(detail, outside)
    if detail.ts:
        first, *others = await hold_messages.holds_of(detail.channel, detail.ts)
        if first != hold_id:
            await hold_messages.show(detail.channel, detail.ts, now=clock.now())
            return
        await in_turn("chat.update", TIER3)
        await _close(await _details([first, *others]), outside)
    elif _is_owed(detail, outside):
        await _post(detail, outside, has_waited=has_waited)


def _is_owed(detail: HoldDetail, outside: Outside) -> bool:
    return detail.released_at is None or outside.unsure


async def _details(ids: Sequence[int]) -> list[HoldDetail]:
    return [detail for number in ids if (detail := await holds.detail(number))]


async def ask_code(request_id: int, outside: Outside) -> None:
    """Ask for a one-time code, once; later show in the same message what became of it."""
    detail = await code_requests.detail(request_id)
    if detail is None:
        return
    if detail.ts:
        await in_turn("chat.update", TIER3)
        detail = await code_requests.detail(request_id) or detail
        may = await may_read(detail.asked, outside.people)
        drawn = _code_drawn(detail) if may else _drawn(present_hold.CLOSED)
        await _edit(detail.channel, detail.ts, drawn, outside)
        return
    for person in await recipients(
        detail.whom, await notices.channel_of_task(detail.task_id), outside.people
    ):
        await in_turn(f"message:{person}", MESSAGE)
        detail = await code_requests.detail(request_id) or detail
        if detail.state is not CodeState.OPEN and not outside.unsure:
            return
        if await may_read(person, outside.people) and (
            posted := await _posted(person, _code_drawn(detail), outside)
        ):
            channel, ts = posted
            await outside.fence.record(
                partial(code_requests.asked, request_id, person=person, channel=channel, ts=ts)
            )
            await posting.say_again(channel, ts, outside)
            await explain(detail.whom, channel, ts, outside)
            return


def _code_drawn(detail: CodeDetail) -> Drawing:
    blocks = hold_blocks.code(present_code.question(detail))
    return Drawing(fallback.words(blocks), blocks)


async def tell(notice_id: int, outside: Outside) -> None:
    """One notice to one person, if they may see it, and it is still so."""
    notice = await hold_notices.get(notice_id)
    if notice is None:
        return
    await in_turn(f"message:{notice.person}", MESSAGE)
    if notice.what == hold_notices.ENDED:
        ended = await _details([notice.hold_id])
        drawing = Drawing(posting.told(present_hold.notice(ended[0]), outside)) if ended else None
    else:
        drawing = await _reminding(notice, outside)
    if drawing is None:
        return
    whom = (notice.person,)
    if not is_channel(notice.person) and not await notices.wants(notice.person, Notice.ACCOUNTS):
        if notice.what == hold_notices.ENDED:  # the message that asked shows it
            return
        whom = await recipients(whom, await notices.channel_of_hold(notice.hold_id), outside.people)
    for person in whom:
        if await may_read(person, outside.people) and await _posted(person, drawing, outside):
            return


async def _reminding(notice: HoldNotice, outside: Outside) -> Drawing | None:
    waiting = await _details(await hold_notices.still_open(notice))
    if not waiting:
        return None
    is_reminder = notice.what == hold_notices.REMINDER
    present = present_hold.reminder if is_reminder else present_hold.escalation
    head, views = present(waiting, most=hold_messages.MOST)
    blocks = hold_blocks.reminder(posting.told(head, outside), views)
    return Drawing(fallback.words(blocks), blocks)


async def _posted(person: str, drawing: Drawing, outside: Outside) -> tuple[str, str] | None:
    """Post it to this person; return (channel, ts). None: Slack refuses that for good."""
    try:
        posted = await posting.post(person, drawing, outside.slack)
    except SlackApiError as error:
        rule = fallback.rule_of(error)
        if not rule.is_direct and rule.handling is not Handling.NOBODY:
            raise
        _log.warning("cannot be asked", person=person, error=error.response.get("error"))
        return None
    return str(posted["channel"]), str(posted["ts"])


def _drawn(question: HoldView) -> Drawing:
    """Where Slack does not take the picture, without it."""
    blocks = hold_blocks.hold(question)
    smaller = hold_blocks.hold(question, with_picture=False) if question.picture else ()
    return Drawing(fallback.words(blocks), blocks, smaller)


def _all_drawn(details: Sequence[HoldDetail]) -> Drawing:
    """One hold with all of it, several in short."""
    if len(details) == 1:
        return _drawn(present_hold.question(details[0]))
    views = [present_hold.question(detail, in_short=True) for detail in details]
    blocks = hold_blocks.holds(present_hold.heading(details), views)
    return Drawing(fallback.words(blocks), blocks)


async def _leave(detail: HoldDetail, outside: Outside) -> None:
    """Show in the message of whoever passed it on that it is somebody else's now."""
    if await hold_messages.holds_of(detail.left_channel, detail.left_ts):  # it is about others too
        await hold_messages.show(detail.left_channel, detail.left_ts, now=clock.now())
    else:
        await in_turn("chat.update", TIER3)
        await _edit(detail.left_channel, detail.left_ts, _drawn(present_hold.passed_on(detail)), outside)
    await outside.fence.record(partial(holds.left, detail.id, ts=detail.left_ts))


async def _close(details: Sequence[HoldDetail], outside: Outside) -> None:
    """Show them in the message that asked. Where that is gone nobody can answer it there any more, which is all."""
    readers = sorted({reader for detail in details for reader in detail.readers})
    may = all([await may_read(person, outside.people) for person in readers])
    message = _all_drawn(details) if may else _drawn(present_hold.CLOSED)
    await _edit(details[0].channel, details[0].ts, message, outside)


async def _edit(channel: str, ts: str, message: Drawing, outside: Outside) -> None:
    try:
        await posting.edit(channel, ts, message, outside.slack)
    except SlackApiError as error:
        if not fallback.rule_of(error).is_gone:
            raise
        _log.warning("a question cannot be edited", error=error.response.get("error"))


async def _post(detail: HoldDetail, outside: Outside, *, has_waited: bool) -> None:
    """To the first person Slack knows who may see it. Raise Unsure where it says nothing of who is left."""
    unsure: Unsure | None = None
    channel = await notices.channel_of_hold(detail.id)
    for person in await recipients(detail.whom, channel, outside.people):
        await in_turn(f"message:{person}", MESSAGE)
        detail = await holds.detail(detail.id) or detail
        if not _is_owed(detail, outside):  # released while it waited for its turn
            return
        try:
            if await may_read(person, outside.people) and await _is_asked(person, detail, outside):
                return
        except Unsure as error:
            if not has_waited:
                raise
            unsure = error
    if unsure is not None:
        raise unsure
    _log.error("nobody can be asked about an account on hold", account=detail.account_id)


async def _is_asked(person: str, detail: HoldDetail, outside: Outside) -> bool:
    """Ask this person: in a message to them that has an open hold, or in one of its own. False: Slack refuses that for good."""
    if not is_channel(person) and await _joins(person, detail, outside):
        return True
    posted = await _posted(person, _drawn(present_hold.question(detail)), outside)
    if posted is None:
        return False
    channel, ts = posted
    await outside.fence.record(
        partial(holds.asked, detail.id, person=person, channel=channel, ts=ts, now=clock.now())
    )
    await posting.say_again(channel, ts, outside)
    await explain(detail.whom, channel, ts, outside)
    return True


async def _joins(person: str, detail: HoldDetail, outside: Outside) -> bool:
    """Add a hold to the message to this person that has an open one; False: there is none, or Slack has it no more."""
    place = await hold_messages.open_of(person, now=clock.now())
    if place is None or detail.released_at:
        return False
    others = await _details(await hold_messages.holds_of(place.channel, place.ts))
    drawing = _all_drawn(sorted([*others, detail], key=lambda hold: hold.id))
    await in_turn("chat.update", TIER3)
    try:
        if clock.now() - place.asked_at > _QUIET_FOR:  # an edit alone tells nobody
            words = posting.told(present_hold.joins(detail), outside)
            await posting.post(place.channel, Drawing(words), outside.slack, thread=place.ts)
        await posting.edit(place.channel, place.ts, drawing, outside.slack)
    except SlackApiError as error:
        if not fallback.rule_of(error).is_gone:
            raise
        return False

    async def write() -> None:
        now = clock.now()
        await holds.asked(detail.id, person=person, channel=place.channel, ts=place.ts, now=now)
        await hold_messages.show(place.channel, place.ts, now=now)

    await outside.fence.record(write)
    await posting.say_again(place.channel, place.ts, outside)
    return True
