"""Turns an error into one helpful sentence. This is the only place in ``handlers`` that catches all exceptions."""

import secrets
from collections.abc import Awaitable

import structlog
from slack_sdk.errors import SlackApiError

from handlers.access import authorize
from handlers.lists import surfaces
from handlers.slack.blocks import section
from handlers.slack.fallback import Drawing, ResponseRefused, rule_of
from handlers.slack.refusals import Handling, RefusalRule
from handlers.slack.request import Request
from handlers.slack.services import Services
from models import disk
from models.domain.errors import BellhopError, Refused

_log = structlog.get_logger()
_ALREADY_ASKED = "duplicate_external_id"  # a double click: the modal is open already
_TOO_OLD = "Slack does not let me change that message any more. `/tasks` draws a new list."


async def answering(work: Awaitable[None], request: Request, services: Services) -> None:
    """Do the work of one request; on any error, reply with a sentence and log the cause."""
    try:
        await work
    except Refused as error:
        await _refuse(await authorize.refused(error, services), request, services)
    except BellhopError as error:
        await _reply(str(error), request, services)
    except SlackApiError as error:
        code = str(error.response.get("error") or "")
        if code == _ALREADY_ASKED:
            return
        _log.warning("slack refused", error=code, user=request.user, action=request.action)
        await _reply(_slack_sentence(code, rule_of(error)), request, services)
    except ResponseRefused as error:
        _log.warning("response url refused", error=str(error), user=request.user, action=request.action)
        rule = rule_of(error)
        await _reply(_slack_sentence(error.code, rule) if rule.passes else _TOO_OLD, request, services)
    except Exception as error:  # noqa: BLE001 - every request gets an answer
        number = secrets.token_hex(4)
        _log.exception("request failed", reference=number, user=request.user, action=request.action)
        trouble = disk.trouble(error)
        happened = (
            f"Bellhop cannot save anything right now: {trouble}"
            if trouble
            else "Something went wrong in Bellhop"
        )
        again = "try again when somebody has made room" if trouble else "please try again"
        sentence = f"{happened}. Nothing was lost; {again}. (Reference {number})"
        await _reply(sentence, request, services)


async def _refuse(sentence: str, request: Request, services: Services) -> None:
    """On the Home tab, the refusal replaces the whole view."""
    if request.home:
        await surfaces.publish(request.user, Drawing(sentence, [section(sentence)]), services.slack)
    else:
        await _reply(sentence, request, services)


async def _reply(sentence: str, request: Request, services: Services) -> None:
    try:
        await services.answer(request, sentence)
    except (SlackApiError, ConnectionError, OSError) as error:
        _log.warning("answer lost", error=str(error), user=request.user)


def _slack_sentence(code: str, rule: RefusalRule) -> str:
    match rule.handling:
        case Handling.PRESS_AGAIN:
            return "That took longer than Slack waits, so nothing was opened. Please try again."
        case Handling.AGAIN:
            named = f" (`{code}`)" if code else ""
            return f"Slack is busy right now{named}. Please try again in a minute."
        case Handling.SMALLER | Handling.STAY | Handling.UNKNOWN:
            return f"Slack refused what I wanted to show (`{code}`). Please try again, or ask with `/tasks`."
        case _:
            return f"Slack refused what I wanted to show because {rule.why} (`{code}`). Please tell an admin, or ask with `/tasks`."
