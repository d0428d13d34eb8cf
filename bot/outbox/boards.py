"""Live lists kept fresh: each shared list and Home tab is drawn again when its tasks moved, at a pace Slack takes."""

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import clock
from bot.outbox import posting
from bot.outbox.readers import Outside, reader, refusal
from bot.slack.pacing import MESSAGE, TIER3, TIER4, UNHURRIED, Later, in_turn
from handlers.lists import present_board, surfaces
from handlers.lists.surfaces import Rendered
from handlers.slack import fallback
from handlers.slack.blocks import Block
from models.messages import boards
from models.messages.boards import Board

_LONG = 30.0  # seconds; half of the outbox's lease
_STALE = 0.5  # seconds waited for one's turn, after which the tasks may have moved again
_log = structlog.get_logger()


async def refresh(board_id: int, outside: Outside) -> None:
    """Show what the live list should show, if who it is drawn for may see it now; else pause it, and say why.

    Raise Later while it is live: it is looked at again and again.
    """
    board = await boards.get(board_id)
    if board is None:
        return
    if board.channel and not board.ts:
        await _post(board, outside)
        raise Later(boards.LOOK_AGAIN.total_seconds(), "posted")
    board = await boards.pause_if_idle(board, now=clock.now())
    rendered = await _rendered(board, outside)
    is_news = rendered.digest != board.digest
    if is_news:
        await _show(board, rendered, outside)
    if board.live and not rendered.is_refused:
        raise Later((boards.EVERY if is_news else boards.LOOK_AGAIN).total_seconds(), "lives on")


async def _rendered(board: Board, outside: Outside) -> Rendered:
    """Drawn for its owner, as of now."""
    owner = await reader(board.owner, outside.people)
    if owner.sees:
        return await surfaces.render(board, owner.may.may, now=clock.now())
    _log.info("board paused: its owner may not see it any more", board=board.id)
    await boards.pause(board)
    why = present_board.unseen(board.owner) if board.channel else await refusal(owner.actor, outside.people)
    return surfaces.refused(board, why)


async def _show(board: Board, rendered: Rendered, outside: Outside) -> None:
    key, interval = ("chat.update", TIER3) if board.channel else ("views.publish", TIER4)
    # A list about to be paused has time: live ones must not grow old behind it.
    if await in_turn(key, interval, patience=_LONG if board.live else UNHURRIED) > _STALE:
        rendered = await _rendered((await boards.get(board.id)) or board, outside)
    try:
        await (
            _update(board, rendered, outside.slack)
            if board.channel
            else surfaces.publish(board.owner, rendered.drawing, outside.slack)
        )
    except SlackApiError as error:
        rule = fallback.rule_of(error)
        if not rule.is_gone:
            raise
        _log.info("board gone", board=board.id, error=error.response.get("error"))
        await outside.fence.record(lambda: boards.forget(board))
        if (
            board.channel and error.response.get("error") != "message_not_found"
        ):  # that, somebody did on purpose
            await _tell_owner(board, rule.why, outside.slack)
        return
    await outside.fence.record(lambda: boards.rendered(board, digest=rendered.digest))


async def _post(board: Board, outside: Outside) -> None:
    slack = outside.slack
    await in_turn(f"message:{board.channel}", MESSAGE)
    rendered = await _rendered(board, outside)
    if rendered.is_refused:  # nothing stands there yet, so nothing is paused
        await outside.fence.record(lambda: boards.forget(board))
        await slack.chat_postMessage(channel=board.owner, text=present_board.not_shared(board.channel))
        return

    async def post(text: str, blocks: list[Block]) -> None:
        posted = await slack.chat_postMessage(
            channel=board.channel, text=text, blocks=blocks or None, unfurl_links=False, unfurl_media=False
        )
        ts = str(posted["ts"])
        await outside.fence.record(lambda: boards.posted(board, ts=ts, digest=rendered.digest))
        await posting.say_again(board.channel, ts, outside)

    try:
        await fallback.send(rendered.drawing, post)
    except SlackApiError as error:
        rule = fallback.rule_of(error)
        if not rule.is_direct:
            raise
        await outside.fence.record(lambda: boards.forget(board))
        await _tell_owner(board, rule.why, slack)


async def _tell_owner(board: Board, why: str, slack: AsyncWebClient) -> None:
    await slack.chat_postMessage(
        channel=board.owner, text=present_board.not_taken(board.channel, why, was_shown=bool(board.ts))
    )


async def _update(board: Board, rendered: Rendered, slack: AsyncWebClient) -> None:
    async def post(text: str, blocks: list[Block]) -> None:
        await slack.chat_update(channel=board.channel, ts=board.ts, text=text, blocks=blocks)

    await fallback.send(rendered.drawing, post)
