"""Imports accounts from a file uploaded to Slack: previewed, then saved; the file is taken out of Slack where it can be."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Literal

from handlers.access.authorize import ask_again, change
from handlers.accounts import brought_file, present_import
from handlers.accounts.card_blocks import import_form, import_view
from handlers.accounts.files import owners, progress
from handlers.accounts.views import ImportView
from handlers.slack import routing
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.request import Request
from handlers.slack.services import Services, Work
from models.accounts import listing, logins
from models.accounts import records as account_records
from models.accounts.losses import losses
from models.domain.account_files.archive import read_given
from models.domain.account_files.names import one_spelling
from models.domain.account_files.reader import AccountFile
from models.domain.account_files.source import Outside, forgotten
from models.domain.errors import BadRequest, Outdated
from models.domain.permissions import Action
from models.domain.text import SHORT
from models.domain.values.accounts import Imported
from models.secrets.spool import Spool


@routing.verb(Slash.ACCOUNTS, "import")
async def import_by_words(_: object, request: Request, services: Services) -> None:
    """``/accounts import``."""
    await open_form(request, services)


@routing.click(Do.IMPORT_ACCOUNTS)
async def open_form(request: Request, services: Services) -> None:
    """Ask for the file."""
    await services.slack.views_open(trigger_id=request.trigger_id, view=import_form())


@routing.reading_form(Form.READ_ACCOUNTS)
async def preview(request: Request, services: Services) -> Work:
    """Look after the file; then read it and preview the import. Nothing is changed yet."""
    file_id = _file_id("".join(request.chosen("file", Do.FILL_ACCOUNT)[:1]))
    await brought_file.look_after(file_id, request, services)
    return partial(_preview, file_id)


async def _preview(file_id: str, request: Request, services: Services) -> None:
    group = "".join(request.chosen("group", Do.FILL_ACCOUNT)).strip()[:SHORT]
    private = ""
    try:
        async with progress.shown("read", request, services) as tell:
            file, content = await _file(file_id, group, services, Outside(keep=forgotten, progress=tell))
        await ask_again(request, services, Action.EDIT_ACCOUNTS)  # reading took a while
        view, seen = await _looked_at(file, content)
        private = _packed(file_id, seen, group)
    except BadRequest as error:
        told = await brought_file.after(error, file_id, services)
        view = present_import.refused(error.refusals, error.more, file=told)
    await _show(view, private, request, services)


async def _looked_at(file: AccountFile, content: str, *, locked: bool = False) -> tuple[ImportView, str]:
    """(what the import would do now, a digest of all of that); ``content``: of the file, as a digest. Raise BadRequest."""
    known = await logins.known_logins([record.login for record in file.records])
    await account_records.check_groups(file.records)
    lost = await losses(file.records, locked=locked)
    view = present_import.preview(file, known, await listing.groups(), lost)
    owners = (record.owner for record in file.records)
    whole = "\n".join((content, view.summary, *view.lines, *lost.proxy, *lost.needs_proxy, *owners))
    return view, hashlib.sha256(whole.encode()).hexdigest()


@routing.reading_form(Form.IMPORT_ACCOUNTS)
async def save(request: Request, _services: Services) -> Work:
    """Import confirmed: read the file again, save all of it or nothing, and take the file out of Slack."""
    text, _, rest = request.private.partition(_THEN)
    seen, _, group = rest.partition(_THEN)
    return partial(_import, _file_id(text), seen, group)


async def _import(file_id: str, seen: str, group: str, request: Request, services: Services) -> None:
    private = ""
    try:
        done = await _save(file_id, seen, group, request, services)
        if isinstance(done, Imported):
            view = present_import.imported(done, await brought_file.take_out(file_id, services))
        else:
            view, seen = await _looked_at(*done)
            view, private = present_import.changed(view), _packed(file_id, seen, group)
    except BadRequest as error:
        told = await brought_file.after(error, file_id, services)
        view = present_import.refused(error.refusals, error.more, file=told)
    await _show(view, private, request, services)


async def _save(
    file_id: str, seen: str, group: str, request: Request, services: Services
) -> Imported | tuple[AccountFile, str]:
    """Save the file; or return it with the digest of its content where it would not do what the preview showed."""
    sealer = services.needed_sealer()
    with Spool() as spool:
        async with progress.shown("read", request, services) as tell:
            file, content = await _file(file_id, group, services, Outside(keep=spool.keep, progress=tell))

        async def save(tell: Callable[[int], None]) -> Imported | Literal[False]:
            if (await _looked_at(file, content, locked=True))[1] != seen:
                return False
            return await account_records.save_accounts(file.records, sealer=sealer, progress=tell)

        about = f"{len(file.records)} from a file"
        async with progress.shown("saved", request, services) as tell:
            done = await change(request, services, Action.EDIT_ACCOUNTS, about, partial(save, tell))
        return done or (file, content)


_THEN = "\n"  # in what a preview carries


def _packed(file_id: str, seen: str, group: str) -> str:
    """What a preview carries: the file, a digest of what it showed, and the group of its accounts."""
    return _THEN.join((file_id, seen, group))


def _file_id(text: str) -> str:
    """Raise Outdated for what is no id of Slack's, or longer than the next form can carry."""
    if not 0 < len(text) <= SHORT:
        raise Outdated
    return text


async def _file(file_id: str, group: str, services: Services, outside: Outside) -> tuple[AccountFile, str]:
    """(what the file says, the digest of its content). It is read in a thread: others are answered meanwhile."""
    data = await services.fetch(file_id)
    outside = replace(outside, find_owner=owners.finder(services.people.named))
    file = await asyncio.to_thread(
        read_given, data, open_session=_no_files, site_url=services.site_url, group=group, outside=outside
    )
    records, told = one_spelling(file.records, await listing.groups())
    return replace(file, records=records, remarks=(*told, *file.remarks)), hashlib.sha256(data).hexdigest()


def _no_files(_name: str) -> str:
    raise ValueError(
        "a session file cannot come along with a table alone. Give a .zip with the table and its session files."
    )


async def _show(view: ImportView, private: str, request: Request, services: Services) -> None:
    await services.slack.views_update(view_id=request.view_id, view=import_view(view, private=private))
