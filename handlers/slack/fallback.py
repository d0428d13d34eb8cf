"""What Slack refuses to draw is drawn with less: the whole, then in short, then as words alone."""

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

import structlog
from slack_sdk.errors import SlackApiError

from handlers.slack import texts
from handlers.slack.blocks import Block

Post = Callable[[str, list[Block]], Awaitable[None]]

_TOO_MUCH = frozenset(
    {
        "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "too_many_blocks",
        "block_mismatch", "invalid_arguments", "invalid_payload", "invalid_attachments", "too_many_attachments",
    }
)  # fmt: skip
"""Codes that speak of what was to be drawn, not of where or by whom."""

_LONGEST = 3900  # characters; Slack advises against more than 4,000
_CODE = re.compile(r"[a-z_]+")
_log = structlog.get_logger()


class Drawing(NamedTuple):
    """A message: its text for notifications and screen readers, all of it, and the same in short if there is such."""

    text: str
    blocks: Sequence[Block] = ()
    smaller: Sequence[Block] = ()


class ResponseRefused(ConnectionError):
    """Slack took no answer at that address."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"{status} {body[:200]}")
        self.code = _code(body)


def check(status: int, body: str) -> None:
    """Raise ResponseRefused unless an address took the answer; it may say no with a 200, too."""
    told = _json(body)
    if status != HTTPStatus.OK or (isinstance(told, dict) and told.get("ok") is False):
        raise ResponseRefused(status, body)


async def send(drawing: Drawing, post: Post) -> bool:
    """Post the drawing, with less and less in it while Slack refuses what it holds; raise what else it says.

    Return whether all of it was taken.
    """
    *more, least = _rungs(drawing)
    for rung, (text, blocks) in enumerate(more):
        try:
            await post(text, blocks)
        except (SlackApiError, ResponseRefused) as error:
            if (code := _code_of(error)) not in _TOO_MUCH:
                raise
            _log.warning("drawing refused", error=code, blocks=len(blocks))
        else:
            return rung == 0
    await post(*least)
    return not more


def words(blocks: Sequence[Block]) -> str:
    """What blocks read, as Slack markup, line by line; controls and tables are left out."""
    return "\n".join(filter(None, (" · ".join(_texts(block)) for block in blocks)))


def _rungs(drawing: Drawing) -> list[tuple[str, list[Block]]]:
    drawn = [(drawing.text, list(blocks)) for blocks in (drawing.blocks, drawing.smaller) if blocks]
    said = words(drawing.smaller or drawing.blocks) or drawing.text
    return [*drawn, (_shortened(said), [])]


def _texts(block: Block) -> list[str]:
    if block["type"] not in {"header", "section", "context"}:
        return []
    parts: list[Any] = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
    return [_markup(part) for part in parts if part]


def _markup(part: Block) -> str:
    return part["text"] if part["type"] == "mrkdwn" else f"*{texts.escape(part['text'])}*"


def _shortened(text: str) -> str:
    """As many whole lines as a message should have; how many are missing is said."""
    if len(text) <= _LONGEST:
        return text
    lines = text.split("\n")
    kept = 0
    room = _LONGEST - 50  # for the last line
    while kept < len(lines) and len(lines[kept]) < room:
        room -= len(lines[kept]) + 1
        kept += 1
    return "\n".join([*lines[:kept], f"… and {texts.count(len(lines) - kept, 'more line', 'more lines')}."])


def _code_of(error: SlackApiError | ResponseRefused) -> str:
    return error.code if isinstance(error, ResponseRefused) else str(error.response.get("error", ""))


def _code(body: str) -> str:
    """The code in an answer: JSON's ``error``, or the first word of a plain one."""
    told = _json(body)
    if isinstance(told, dict):
        return str(told.get("error", ""))
    found = _CODE.match(body.strip())
    return found[0] if found else ""


def _json(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
