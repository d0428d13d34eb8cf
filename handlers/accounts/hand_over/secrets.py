"""*New password…* and *New session…*: kept sealed, and the account is checked at once."""

import asyncio
from functools import partial
from typing import Literal

from handlers.accounts import brought_file, card, present
from handlers.accounts.hand_over import check
from handlers.accounts.hand_over.form_blocks import password_form, session_form, told
from handlers.accounts.hand_over.rights import change_hold, open_hold
from handlers.slack import origin, routing
from handlers.slack.ids import Do, Form
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from models.accounts import records
from models.domain.account_files.encoding import text_of
from models.domain.account_files.record import refusal
from models.domain.errors import BadRequest, Outdated
from models.domain.sessions.reader import MOST_BYTES, read_session
from models.domain.text import SHORT
from models.domain.values.accounts import HoldDetail

_TITLE = "New session"
_SAVED = "Saved. A check of the account follows; the message about the hold shows its result."
_BOTH = "Paste a session or choose a file, not both."
_NEITHER = "Paste a session, or choose its file."
_LARGE = f"A session file can have up to {MOST_BYTES // 10**6} MB."


@routing.click(Do.NEW_PASSWORD)
async def ask_password(request: Request, services: Services) -> None:
    """Open the form for the password."""
    hold = await open_hold(number(request.value), request)
    view = password_form(hold.login, private=origin.on_card(hold.id, request))
    await services.open(view, request)


@routing.checked_form(Form.NEW_PASSWORD)
async def take_password(request: Request, services: Services) -> Work:
    """Keep the password and begin the check, or raise BadRequest with the refusal."""
    password = password_typed(request, Do.FILL_HAND_OVER)
    if why := refusal("password", password) or ("" if password else "the password is empty."):
        raise BadRequest({"password": why[:1].upper() + why[1:]})
    ids = await _keep(origin.about(request), "password", password, request, services)

    async def begin(request: Request, services: Services) -> None:
        await services.notify(ids)
        blanks = present.blanks(password)
        await card.redraw_beneath(request, services, " ".join([_SAVED, *blanks]))
        if blanks and origin.beneath(request) is None:  # else the card says it
            await services.answer(request, " ".join(blanks))

    return begin


def password_typed(request: Request, field: Do) -> str:
    """The password in a form, with the blanks around it; empty where there are only blanks."""
    typed = "".join(request.chosen("password", field))
    return typed if typed.strip() else ""


@routing.click(Do.NEW_SESSION)
async def ask_session(request: Request, services: Services) -> None:
    """Open the form for the session."""
    hold = await open_hold(number(request.value), request)
    view = session_form(hold.login, private=origin.on_card(hold.id, request))
    await services.open(view, request)


@routing.reading_form(Form.NEW_SESSION)
async def take_session(request: Request, services: Services) -> Work:
    """Look after the file, if there is one; then read the session."""
    file_id = "".join(request.chosen("file", Do.FILL_HAND_OVER)[:1])
    if len(file_id) > SHORT:
        raise Outdated
    await brought_file.look_after(file_id, request, services)
    return partial(_read_and_keep, file_id)


async def _read_and_keep(file_id: str, request: Request, services: Services) -> None:
    try:
        await open_hold(origin.about(request), request)
        state = await _read(file_id, request, services)
        ids = await _keep(origin.about(request), "session", state, request, services)
        words = f"{_SAVED} {await brought_file.take_out(file_id, services)}".strip()
    except BadRequest as error:
        ids = []
        words = f"Nothing was saved. {error} {await brought_file.after(error, file_id, services)}".strip()
    await services.notify(ids)
    await services.slack.views_update(view_id=request.view_id, view=told(_TITLE, words))
    await card.redraw_beneath(request, services, words)


async def _read(file_id: str, request: Request, services: Services) -> str:
    """The session as it is kept. Raise BadRequest with a sentence that repeats nothing of it."""
    pasted = "".join(request.chosen("session", Do.FILL_HAND_OVER)).strip()
    if bool(pasted) == bool(file_id):
        raise BadRequest({"session": _BOTH if pasted else _NEITHER})
    text = pasted or await _text(file_id, services)
    try:
        session = await asyncio.to_thread(read_session, text, site_url=services.site_url)
    except ValueError as error:
        why = str(error)
        raise BadRequest({"session": why[:1].upper() + why[1:]}) from None
    return records.session_text(session.state)


async def _text(file_id: str, services: Services) -> str:
    data = await services.fetch(file_id)
    if len(data) > MOST_BYTES:
        raise BadRequest({"file": _LARGE})
    return text_of(data)


async def _keep(
    hold_id: int, column: Literal["password", "session"], secret: str, request: Request, services: Services
) -> list[int]:
    """Seal a secret for the account of a hold, and begin its check; nothing of it where a check is on its way."""
    sealer = services.needed_sealer(column)

    async def do(hold: HoldDetail) -> list[int]:
        ids = await check.begin(hold, request, services, given=column)
        if not ids:
            raise BadRequest(
                {column: "A check of that account has not ended yet. Wait for its result, then try again."}
            )
        await records.keep_secret(hold.account_id, column, secret, sealer=sealer, now=services.now())
        return ids

    return await change_hold(hold_id, f"new {column}", do, request, services, field=column)
