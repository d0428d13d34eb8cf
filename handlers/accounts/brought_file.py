"""The file of an import, which holds passwords: taken out of Slack where Slack lets an app do it."""

from collections.abc import Callable
from typing import Any

import structlog

from handlers.accounts import present_import
from handlers.slack.fallback import NO_ANSWER, code_of
from handlers.slack.request import Request
from handlers.slack.services import Services
from models.domain.errors import BadRequest, NotGiven
from models.messages import brought_files

_log = structlog.get_logger(__name__)


async def look_after(file_id: str, request: Request, services: Services) -> None:
    """From now on whoever brought it is reminded until it is gone, whatever becomes of the import."""
    if file_id:  # a list may be typed instead
        await brought_files.brought(file_id, by=request.user, now=services.now())


async def take_out(file_id: str, services: Services) -> str:
    """Delete the file, and return a sentence that says whether it is gone, or where it still is; none without a file."""
    if not file_id:
        return ""
    try:
        await services.slack.files_delete(file=file_id)
    except NO_ANSWER as error:
        _log.info("file not deleted", reason=code_of(error) or type(error).__name__)
        return await _where(file_id, services, present_import.still_there)
    await brought_files.gone(file_id)
    return present_import.TAKEN_OUT


async def after(error: BadRequest, file_id: str, services: Services) -> str:
    """As ``take_out`` once a file is refused; one that nobody has read stays where it is, to be tried again."""
    if file_id and isinstance(error, NotGiven):
        return await _where(file_id, services, present_import.to_be_tried_again)
    return await take_out(file_id, services)


async def _where(file_id: str, services: Services, sentence: Callable[[str | None], str]) -> str:
    """Whether Slack still has a file; ``sentence`` is for one that it has, by its link, or of which it does not say."""
    try:
        found: Any = await services.slack.files_info(file=file_id)
    except NO_ANSWER as error:
        if code_of(error) in present_import.GONE:
            await brought_files.gone(file_id)
            return present_import.NO_LONGER_THERE
        return sentence(None)
    return sentence(str(found["file"].get("permalink") or ""))
