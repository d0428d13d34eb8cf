"""The columns, lines and texts of an export of accounts. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.slack import texts
from handlers.words import roster_words
from models.domain.account_files.reader import MOST_ACCOUNTS
from models.domain.csv import marked_line
from models.domain.filters import RosterFilter
from models.domain.values.accounts import AccountRow

COLUMNS = ("login", "user_id", "group", "proxy", "needs_proxy", "owner")
"""Those of an import, without the ones that are secret: what is not in a file, an import leaves as it is."""
HEADER = marked_line(COLUMNS)


def account_line(account: AccountRow) -> str:
    """One line, which an import reads back: a proxy without its password means the proxy the account has."""
    proxy, needs = account.proxy.url if account.proxy else "", "yes" if account.needs_proxy else "no"
    return marked_line((account.login, account.user_id, account.group, proxy, needs, account.owner))


def of_accounts(wanted: RosterFilter, number: int, *, zone: ZoneInfo, now: datetime) -> str:
    """The text above the file."""
    by = texts.escape_words(roster_words.render(wanted)) or "none"
    back = f" An import takes {MOST_ACCOUNTS:,} at a time." if number > MOST_ACCOUNTS else ""
    return (
        f"*Export · {texts.count(number, 'account')}*\nFilter: {by} · as of {texts.moment(now, zone=zone, now=now)}\n"
        "No password, session or one-time code is in it. Change what you like and give it to `/accounts import`: "
        f"the secrets stay as they are.{back}"
    )


def nothing(wanted: RosterFilter) -> str:
    """Why there is no file."""
    if by := texts.escape_words(roster_words.render(wanted)):
        return f"No account matches, so there is nothing to export. Filter: {by}"
    return "There are no accounts yet, so there is nothing to export. `/accounts import` brings some."


def name(now: datetime, zone: ZoneInfo) -> str:
    """The file's name."""
    return f"accounts-{now.astimezone(zone):%Y-%m-%d-%H%M}.csv"
