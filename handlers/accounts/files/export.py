"""``/accounts export``: a CSV of accounts in the asker's direct messages, to be changed and imported again."""

from handlers.accounts.files import present_export
from handlers.accounts.words import AccountCommand
from handlers.exports.export import Export, send
from handlers.exports.file import Lines
from handlers.slack import routing
from handlers.slack.ids import Slash
from handlers.slack.request import Request
from handlers.slack.services import Services
from models.accounts import export
from models.domain.filters import RosterFilter


@routing.verb(Slash.ACCOUNTS, "export")
async def by_words(command: AccountCommand, request: Request, services: Services) -> None:
    """``/accounts export …``: the accounts of the list for these words."""
    wanted, now = command.wanted, services.now()
    zone = await services.people.zone(request.user)
    if not (size := await export.count(wanted)):
        await services.answer(request, present_export.nothing(wanted))
        return
    await send(
        Export(
            size=size,
            of="account",
            name=present_export.name(now, zone),
            lines=lines(wanted),
            words=lambda written: present_export.of_accounts(wanted, written, zone=zone, now=now),
        ),
        request,
        services,
    )


async def lines(wanted: RosterFilter) -> Lines:
    """All accounts that match, by login, as an import reads them back."""
    yield [present_export.HEADER]
    async for chunk in export.accounts(wanted):
        yield [present_export.account_line(account) for account in chunk]
