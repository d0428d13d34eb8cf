"""Imports accounts from a CSV uploaded to Slack: previewed, then saved; the file is taken out of Slack where it can be."""

import asyncio

from handlers.access.authorize import ask_again, change
from handlers.accounts import brought_file, present_import
from handlers.accounts.card_blocks import import_form, import_view
from handlers.accounts.views import ImportView
from handlers.slack import routing
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.request import Request
from handlers.slack.services import Services
from models.accounts import csv_import, listing, logins
from models.accounts import records as account_records
from models.domain.errors import BadRequest, Outdated
from models.domain.permissions import Action
from models.domain.text import SHORT
from models.domain.values.accounts import AccountRecord


@routing.verb(Slash.ACCOUNTS, "import")
async def import_by_words(_: object, request: Request, services: Services) -> None:
    """``/accounts import``."""
    await open_form(request, services)


@routing.click(Do.IMPORT_ACCOUNTS)
async def open_form(request: Request, services: Services) -> None:
    """Ask for the file."""
    await services.slack.views_open(trigger_id=request.trigger_id, view=import_form())


@routing.reading_form(Form.READ_ACCOUNTS)
async def preview(request: Request, services: Services) -> None:
    """Read the file and preview the import. Nothing is changed yet."""
    file_id = "".join(request.chosen("file", Do.FILL_ACCOUNT)[:1])
    if len(file_id) > SHORT:  # not an id of Slack's, and longer than the next form can carry
        raise Outdated
    await brought_file.look_after(file_id, request, services)
    try:
        records = await _records(file_id, services)
        await ask_again(request, services, Action.EDIT_ACCOUNTS)  # reading took a while
        known = await logins.known_logins([record.login for record in records])
        await account_records.check_groups(records)
        view = present_import.preview(records, known, await listing.groups())
    except BadRequest as error:
        told = await brought_file.take_out(file_id, services)
        view = present_import.refused(error.refusals, error.more, file=told)
    await _show(view, file_id if view.submit else "", request, services)


@routing.reading_form(Form.IMPORT_ACCOUNTS)
async def save(request: Request, services: Services) -> None:
    """Import confirmed: read the file again, save all of it or nothing, and take the file out of Slack."""
    try:
        records = await _records(request.private, services)
        sealer = services.needed_sealer()
        imported = await change(
            request,
            services,
            Action.EDIT_ACCOUNTS,
            f"{len(records)} from a CSV",
            lambda: account_records.save_accounts(records, sealer=sealer),
        )
        view = present_import.imported(imported, await brought_file.take_out(request.private, services))
    except BadRequest as error:
        told = await brought_file.take_out(request.private, services)
        view = present_import.refused(error.refusals, error.more, file=told)
    await _show(view, "", request, services)


async def _records(file_id: str, services: Services) -> list[AccountRecord]:
    """The file's accounts. They are read in a thread: others are answered meanwhile."""
    return await asyncio.to_thread(_read, await services.fetch(file_id))


def _read(data: bytes) -> list[AccountRecord]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest({"file": "The file is not a text in UTF-8."}) from error
    return csv_import.read(text, open_session=_no_files)


def _no_files(_name: str) -> str:
    raise OSError("a file beside the CSV cannot be given in Slack")


async def _show(view: ImportView, private: str, request: Request, services: Services) -> None:
    await services.slack.views_update(view_id=request.view_id, view=import_view(view, private=private))
