"""Accounts on the command line: a file of them looked at, then imported."""

import asyncio
import codecs
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot import settings, startup
from bot.cli import audited
from bot.cli.progress import progress
from handlers.accounts.present_columns import columns, lost
from handlers.exports import file as export_file
from handlers.slack.texts import count
from models import private_files
from models.accounts import listing
from models.accounts import records as account_records
from models.accounts.losses import losses
from models.accounts.session_files import SessionFolder
from models.database import close_database
from models.domain.account_files.archive import read_given
from models.domain.account_files.header import COLUMNS
from models.domain.account_files.names import one_spelling
from models.domain.account_files.reader import ALONE, MOST_ACCOUNTS, AccountFile
from models.domain.account_files.source import Kept, Outside, forgotten
from models.domain.errors import BadRequest
from models.domain.filters import RosterFilter
from models.domain.permissions import Action
from models.domain.values.accounts import AccountRecord, Losses
from models.secrets.sealing import Sealer
from models.secrets.spool import Spool

app = typer.Typer(no_args_is_help=True, help="Your team's accounts.")
_MOST_MB = 300  # of a file: 5,000 sessions of 40 kB are 200
_MOST_REMARKS = 20
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
_notes = Console(
    highlight=False, soft_wrap=True, markup=False, emoji=False, stderr=True
)  # scripts read the result alone


@app.callback()
def _accounts() -> None:
    """Keep `import` a command of its own, as more will stand beside it."""


@app.command(name="import")
def import_accounts(
    file: Annotated[
        Path,
        typer.Argument(
            help=f".csv, .tsv, .txt, .xlsx, or .zip with session files; its header may have: {', '.join(COLUMNS)}. "
            f"At most {_MOST_MB} MB and {MOST_ACCOUNTS:,} accounts"
        ),
    ],
    group: Annotated[
        str, typer.Option("--group", help="Group for all accounts, if the file has no group column")
    ] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Only show how Bellhop reads the file")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation")] = False,
) -> None:
    """Add or change accounts from a file. One bad row, and nothing is imported."""
    config = settings.load("secret_keys")
    asyncio.run(_import(file, group.strip(), config, only_look=preview, ask=not yes and sys.stdin.isatty()))


@app.command(name="export")
def export_accounts(
    file: Annotated[Path | None, typer.Argument(help="File to write; standard output if not given")] = None,
    group: Annotated[str, typer.Option("--group", help="Only this group")] = "",
) -> None:
    """Write the accounts as CSV, without secrets; `bellhop accounts import` reads it back and keeps the secrets."""
    number = asyncio.run(
        _export(settings.load(), file, RosterFilter(groups=tuple(filter(None, [group.strip()]))))
    )
    typer.echo(f"{count(number, 'account')} written.", err=True)


async def _export(config: settings.Settings, file: Path | None, wanted: RosterFilter) -> int:
    from handlers.accounts.files import export  # with all that answers Slack: slow to import

    await startup.open_migrated(config)
    try:
        lines = export.lines(wanted)
        if file is None:
            number = await export_file.write(lines, sys.stdout.buffer)
            sys.stdout.buffer.flush()  # before it is said to be written
            return number
        part = file.with_name(f"{file.name}.part")  # a file that is there stays whole until the new one is
        with open(part, "wb", opener=private_files.opener) as out:  # noqa: ASYNC230 - nothing else runs here
            out.write(codecs.BOM_UTF8)  # else Excel assumes another encoding
            number = await export_file.write(lines, out)
        part.replace(file)
        return number
    finally:
        await close_database()


def read_file(file: Path, *, site_url: str, group: str = "", outside: Outside = ALONE) -> AccountFile:
    """What a file says, with the session files below its folder; raise OSError or BadRequest."""
    size = file.stat().st_size
    if size > _MOST_MB * 10**6:
        raise BadRequest(
            {"file": f"A file can have up to {_MOST_MB} MB; this one has {size // 10**6}. Split it."}
        )
    return read_given(
        lambda: file.open("rb"),
        open_session=SessionFolder(file.parent),
        site_url=site_url,
        group=group,
        outside=outside,
    )


_CHANGED = "What accounts would lose changed after the preview. Import the file again to see it."


async def _import(file: Path, group: str, config: settings.Settings, *, only_look: bool, ask: bool) -> None:
    with Spool() as spool:
        try:
            given = await _read(file, group, config, forgotten if only_look else spool.keep)
            await startup.open_migrated(config)
            records, told = one_spelling(given.records, await listing.groups())
            await account_records.check_groups(records)
            before = await losses(records)
            _show(
                replace(given, records=records, remarks=(*told, *given.remarks)),
                lost(before),
                _out if only_look else _notes,
            )
            if only_look or (ask and not typer.confirm(f"Import {count(len(records), 'account')}?")):
                _out.print("Nothing was imported.")
                return
            await _need_same(records, before)
            with progress(_notes, f"{{}} of {len(records):,} accounts saved …") as tell:
                done = await audited.change(
                    Action.EDIT_ACCOUNTS,
                    lambda _: f"{count(len(records), 'account')} from a file",
                    lambda: account_records.save_accounts(
                        records, sealer=Sealer(config.secret_keys), progress=tell
                    ),
                    command="accounts import",
                )
        except BadRequest as error:
            _refuse(error)
        finally:
            await close_database()
    _out.print(f"{count(done.added, 'account')} added, {done.changed} changed.")


async def _need_same(records: Sequence[AccountRecord], shown: Losses) -> None:
    """Raise BadRequest where accounts would lose something else than was shown before the question."""
    if await losses(records) != shown:
        raise BadRequest({"accounts": _CHANGED})


async def _read(
    file: Path, group: str, config: settings.Settings, keep: Callable[[str], Kept]
) -> AccountFile:
    find = _owners_in_slack(config) if config.slack_bot_token else _nowhere
    with progress(_notes, "{} accounts read …") as tell:
        outside = Outside(keep=keep, find_owner=find, progress=tell)
        try:
            return await asyncio.to_thread(
                read_file, file, site_url=config.site_url, group=group, outside=outside
            )
        except OSError as error:
            settings.stop(f"{file} cannot be read: {error}")


def _owners_in_slack(config: settings.Settings) -> Callable[[str], str]:
    from bot.slack.pacing import slack_client  # slow to import
    from handlers.accounts.files import owners
    from handlers.slack.users import People

    return owners.finder(People(slack_client(config)).named)


def _nowhere(owner: str) -> str:
    raise ValueError(
        f"owner {owner} cannot be looked up: SLACK_BOT_TOKEN is not set here. Write a Slack user id, such as U012ABCDEF."
    )


def _show(given: AccountFile, warnings: Sequence[str], where: Console) -> None:
    """How the file was understood, and what accounts lose by it."""
    lines = [*(f"Warning: {one}" for one in warnings), columns(given.columns), *given.remarks[:_MOST_REMARKS]]
    more = len(given.remarks) - _MOST_REMARKS
    where.print("\n".join(filter(None, [*lines, f"And {more} more remarks." if more > 0 else ""])))


def _refuse(error: BadRequest) -> NoReturn:
    more = [f"And {error.more} more."] if error.more else []
    settings.stop("nothing was imported.\n" + "\n".join([*error.refusals.values(), *more]))
