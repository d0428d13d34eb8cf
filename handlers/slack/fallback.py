"""Falls back step by step when Slack refuses a message: the full blocks, then the short ones, then text only."""

import re
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.slack import refusals, texts
from handlers.slack.blocks import Block
from handlers.slack.refusals import RefusalRule
from models.domain.text import parsed_json

Post = Callable[[str, list[Block]], Awaitable[None]]

NO_ANSWER = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
"""What a call to Slack raises that brought nothing: a refusal, or no answer at all."""
_LONGEST = 3900  # characters; Slack advises against more than 4,000
_CODE = re.compile(r"([a-z_]+)(?::|$)")
_log = structlog.get_logger()


class Drawing(NamedTuple):
    """A message: text for notifications and screen readers, full blocks, and optionally the same in short."""

    text: str
    blocks: Sequence[Block] = ()
    smaller: Sequence[Block] = ()


class ResponseRefused(ConnectionError):
    """Slack refused an answer to a response URL; ``code`` is its error code, or empty."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"{status} {body[:200]}")
        self.status, self.code = status, _code(body)


def check(status: int, body: str) -> None:
    """Raise ResponseRefused unless Slack accepted the answer; it may refuse with status 200, and so may a proxy."""
    answer = _json(body)
    is_taken = answer.get("ok") is True if isinstance(answer, dict) else body.strip() in {"", "ok"}
    if status != HTTPStatus.OK or not is_taken:
        raise ResponseRefused(status, body)


async def send(drawing: Drawing, post: Post) -> bool:
    """Post the drawing, falling back while Slack refuses its content; other errors are raised.

    Return whether Slack took it in full.
    """
    *more, least = _steps(drawing)
    for step, (text, blocks) in enumerate(more):
        try:
            await post(text, blocks)
        except (SlackApiError, ResponseRefused) as error:
            if not rule_of(error).is_smaller:
                raise
            _log.warning("drawing refused", error=code_of(error), blocks=len(blocks))
        else:
            return step == 0
    await post(*least)
    return not more


async def show_view(view: Block, post: Callable[[Block], Awaitable[object]]) -> None:
    """Post a modal; where Slack refuses what is in it, without its pictures: a file may be gone, or not be ready yet."""
    bare = view | {"blocks": [block for block in view["blocks"] if block["type"] != "image"]}
    try:
        await post(view)
    except SlackApiError as error:
        if bare == view or not rule_of(error).is_smaller:
            raise
        _log.warning("pictures refused", error=code_of(error))
        await post(bare)


def rule_of(error: SlackApiError | ResponseRefused) -> RefusalRule:
    """What becomes of what was refused. An answer with a status of 429 or 5xx is no refusal, whatever its code."""
    status = error.status if isinstance(error, ResponseRefused) else getattr(error.response, "status_code", 0)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return refusals.decide("", "ratelimited")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return refusals.decide("", "internal_error")
    method = str(getattr(error.response, "api_url", "")) if isinstance(error, SlackApiError) else ""
    return refusals.decide(method.rpartition("/")[2], code_of(error))


def words(blocks: Sequence[Block]) -> str:
    """The texts of blocks as Slack markup, a line for each block; controls and tables are left out."""
    return "\n".join(filter(None, (" · ".join(_texts(block)) for block in blocks)))


def _steps(drawing: Drawing) -> list[tuple[str, list[Block]]]:
    drawn = [(drawing.text, list(blocks)) for blocks in (drawing.blocks, drawing.smaller) if blocks]
    plain = words(drawing.smaller or drawing.blocks) or drawing.text
    return [*drawn, (_shortened(plain), [])]


def _texts(block: Block) -> list[str]:
    if block["type"] not in {"header", "section", "context"}:
        return []
    parts: list[Any] = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
    return [_markup(part) for part in parts if part]


def _markup(part: Block) -> str:
    return part["text"] if part["type"] == "mrkdwn" else f"*{texts.escape(part['text'])}*"


def _shortened(text: str) -> str:
    """As many whole lines as fit into a message, with a last line that says how many are missing."""
    if len(text) <= _LONGEST:
        return text
    lines = text.split("\n")
    kept = 0
    room = _LONGEST - 50  # for the last line
    while kept < len(lines) and len(lines[kept]) < room:
        room -= len(lines[kept]) + 1
        kept += 1
    return "\n".join([*lines[:kept], f"… and {texts.count(len(lines) - kept, 'more line', 'more lines')}."])


def code_of(error: BaseException) -> str:
    """Slack's code for what it refused; empty where it named none, or the error is another one."""
    if isinstance(error, ResponseRefused):
        return error.code
    return str(error.response.get("error") or "") if isinstance(error, SlackApiError) else ""


def _code(body: str) -> str:
    """The error code in a response body: JSON's ``error``, or the first word of plain text that begins with a code."""
    answer = _json(body)
    if isinstance(answer, dict):
        return str(answer.get("error") or "")
    word = _CODE.match(body.strip())
    return word[1] if word else ""


def _json(body: str) -> Any:
    try:
        return parsed_json(body)
    except ValueError:
        return None
