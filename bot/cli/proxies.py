"""Proxies on the command line: listed, tested, imported from a file."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot import clock, settings
from bot.cli import audited
from bot.cli.database import with_database
from bot.settings import Settings
from handlers.proxies import present
from handlers.slack.texts import count
from models.accounts import listing, proxies, proxy_answers, proxy_changes, proxy_list
from models.domain.account_files.encoding import text_of
from models.domain.errors import BadRequest
from models.domain.outcomes import ProxyAnswer
from models.domain.permissions import Action
from models.domain.proxies import parse_proxy
from models.domain.proxies.listed import MOST_BYTES, read_list
from models.domain.values.proxies import Given, ListedProxy, Takers
from models.secrets.sealing import Sealer

app = typer.Typer(no_args_is_help=True, help="Your accounts' proxies.")
T = TypeVar("T")
_MOST = 100_000  # proxies of a list
_out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


@app.command(name="list")
def list_proxies() -> None:
    """Show who uses each proxy, how it answered last and which tasks it failed; those that do not answer first."""
    listed = _with_database(_all, "secret_keys")
    if not listed:
        _out.print("There are no proxies yet.")
        return
    table = Table("proxy", "accounts", "state", "answered (UTC)", "took", "last error", "failed tasks")
    for row in listed:
        table.add_row(
            present.named(row.id, row.address),
            str(row.accounts),
            present.state(row),
            f"{row.answered_at:%Y-%m-%d %H:%M}" if row.answered_at else "",
            f"{row.answer_ms} ms" if row.answer_ms is not None else "",
            row.failure,
            str(row.failed_tasks),
        )
    _out.print(table)


@app.command(name="test")
def ask_proxies(
    named: Annotated[
        list[str] | None,
        typer.Argument(metavar="[HOST:PORT]...", help="Proxies to test; all if not given"),
    ] = None,
) -> None:
    """Ask proxies for the site's host now, as a worker does; ends with 1 when one does not answer."""
    answers = _with_database(lambda config: _test(named or [], config), "secret_keys", "site_url")
    _out.print(present.outcome(answers).replace("*", ""))
    raise SystemExit(1 if any(answer.failure for answer in answers) else 0)


@app.command(name="import")
def import_proxies(
    file: Annotated[Path, typer.Argument(help="One proxy per line: host:port:user:password, a URL, …")],
    group: Annotated[
        str, typer.Option("--group", help="Give them to the accounts of this group, one each")
    ] = "",
    to: Annotated[
        Takers,
        typer.Option(
            "--to", help="Which accounts: those without a proxy, those without one that answers, or all"
        ),
    ] = Takers.WITHOUT,
) -> None:
    """Add a list of proxies. One bad line, and nothing is imported. Nothing is tested: see `bellhop proxies test`."""
    try:
        text = _text(file)
    except OSError as error:
        settings.stop(f"{file} cannot be read: {error}")
    except BadRequest as error:
        _refuse(error)
    given = _with_database(lambda config: _import(text, group.strip(), to, config), "secret_keys")
    got = f" {count(len(given.accounts), 'account')} got one each." if group else ""
    none = f" {given.unserved} got none." if given.unserved else ""
    _out.print(f"{count(len(given.proxies), 'proxy', 'proxies')}, {given.new} of them new.{got}{none}")


def _text(file: Path) -> str:
    """The whole text of a file; raise OSError or BadRequest."""
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise BadRequest({"file": f"A file of proxies can have up to {MOST_BYTES // 10**6} MB. Split it."})
    return text_of(file.read_bytes())


async def _all(_config: Settings) -> list[ListedProxy]:
    return await proxy_list.listed((await proxy_list.first(most=_MOST))[0])


async def _test(named: list[str], config: Settings) -> list[ProxyAnswer]:
    from executor.proxy.tester import ProxyTester  # both slow to import
    from handlers.proxies import testing

    ids = [number for text in named for number in await _called(text)]
    ids = list(dict.fromkeys(ids)) if named else (await proxy_list.first(most=_MOST))[0]
    addresses = await proxies.stored(ids, Sealer(config.secret_keys))
    answers = await testing.asked(addresses, ProxyTester(config.site_url))
    await audited.change(
        Action.TEST_PROXIES,
        lambda _: count(len(answers), "proxy", "proxies"),
        lambda: proxy_answers.note(answers, now=clock.now(), always=True),
        command="proxies test",
    )
    for row in await proxy_list.listed(ids):
        told = f"answers, after {row.answer_ms} ms" if row.answers else row.failure
        _out.print(f"{present.named(row.id, row.address)}: {told}")
    if ready := await proxy_answers.ready_by_proxies(ids):
        ended = f"{count(len(ready), 'task')} that ended as *No proxy* can run now."
        _out.print(f"{ended} In Slack, /proxies test offers to re-execute exactly those.")
    return answers


async def _called(text: str) -> list[int]:
    try:
        found = await proxy_list.called(parse_proxy(text))
    except ValueError:
        settings.stop("write host and port of each proxy, such as 10.0.0.1:8080.")
    if not found:
        settings.stop("there is no such proxy. `bellhop proxies list` shows them all.")
    return found


async def _import(text: str, group: str, to: Takers, config: Settings) -> Given:
    addresses, _ = read_list(text)
    meant = await listing.group_meant(group)

    return await audited.change(
        Action.EDIT_ACCOUNTS,
        lambda given: _imported(given, group),
        lambda: proxy_changes.give(addresses, meant, to, sealer=Sealer(config.secret_keys)),
        command="proxies import",
    )


def _imported(given: Given, group: str) -> str:
    """For the audit; empty where nothing was changed by it."""
    whom = f", for accounts of {group}" if group else ""
    words = f"{count(len(given.proxies), 'proxy', 'proxies')} from a file{whom}"
    return words if given.is_change else ""


def _with_database(work: Callable[[Settings], Awaitable[T]], *needed: str) -> T:
    try:
        return with_database(work, *needed)
    except BadRequest as error:
        _refuse(error)


def _refuse(error: BadRequest) -> NoReturn:
    more = [f"And {error.more} more."] if error.more else []
    settings.stop("nothing was imported.\n" + "\n".join([*error.refusals.values(), *more]))
