"""A night: 400 tasks over 60 accounts, of which some end in nine kinds of trouble, each as a worker ends it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from models.accounts import holds, proxy_answers, proxy_changes, records
from models.batches import create
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import LOOK_FIRST, AttemptOutcome, ProxyAnswer
from models.domain.proxies import parse_proxy
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.tasks import Task
from models.tasks import claims

ACCOUNTS, TASKS = 60, 400
_PROXIES = {
    range(10): "http://127.0.0.1:3128",
    range(10, 18): "http://127.0.0.2:3128",
    range(18, 22): "http://127.0.0.3:3128",
}
_ROUNDS = ("check", "create_page", "close_notifications", "check", "create_bm", "check", "check")
_KINDS = {
    "proxy_timeout": range(10),
    "proxy_auth": range(10, 18),
    "proxy_unreachable": range(18, 22),
    "wrong_password": range(22, 24),
    "checkpoint": range(24, 27),
    "site_error": range(27, 33),
    "time_limit": range(33, 36),
    "not_done": range(36, 38),
    "may_be_made": range(38, 43),
}
"""Which accounts meet which trouble; the others are in good order."""
_ENDINGS = {
    "proxy_timeout": (Status.NO_PROXY, LoginStatus.UNKNOWN, "No proxy: it does not answer."),
    "proxy_auth": (Status.NO_PROXY, LoginStatus.UNKNOWN, "No proxy: it refuses the password."),
    "proxy_unreachable": (Status.NO_PROXY, LoginStatus.UNKNOWN, "No proxy: it cannot be reached."),
    "wrong_password": (
        Status.ENDED,
        LoginStatus.WRONG_PASSWORD,
        "Not done: wrong password: as the site says.",
    ),
    "checkpoint": (Status.ENDED, LoginStatus.CHECKPOINT, "Not done: checkpoint: as the site says."),
    "site_error": (Status.UNKNOWN_ERROR, LoginStatus.LOGGED_IN, "The site had an error."),
    "time_limit": (Status.TIMED_OUT, LoginStatus.LOGGED_IN, "The time limit of 180 s passed."),
    "not_done": (Status.ENDED, LoginStatus.LOGGED_IN, "Not done: the site said no."),
    "may_be_made": (Status.UNKNOWN_ERROR, LoginStatus.LOGGED_IN, f"The browser crashed. {LOOK_FIRST}"),
}
_ONCE = {"create_page", "create_bm"}


@dataclass
class Night:
    """What became of it: the tasks by their cause."""

    failed: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    made: Counter[int] = field(
        default_factory=Counter[int]
    )  # pages and business managers, or what may be one

    async def ends(self, task: Task, cause: str) -> bool:
        """A worker ends a task; False where it cannot have it, since the account is on hold."""
        now = datetime.now(UTC)
        held = await claims.claim(task.id, worker="worker", now=now)
        if held is None:
            return False
        assert await claims.begin(held, now=now)
        status, login, result = _ENDINGS.get(cause, (Status.ENDED, LoginStatus.LOGGED_IN, "done"))
        proxy: int | None = task.account.proxy_id  # pyright: ignore[reportAttributeAccessIssue]
        broken = "It does not answer." if "proxy" in cause else ""
        ending = AttemptOutcome(
            status=status,
            login_status=login,
            result=result,
            cause="browser_crashed" if cause == "may_be_made" else cause,
            proxy=ProxyAnswer(proxy_id=proxy, failure=broken) if proxy else None,
        )
        assert await claims.settle(held, ending, now=now)
        self.made[task.id] += task.type in _ONCE and cause in {"", "may_be_made"}
        if cause:
            self.failed.setdefault(cause, []).append(task.id)
        return True


async def night(sealer: Sealer) -> Night:
    """All of it, up to the morning."""
    await records.save_accounts([_account(n) for n in range(ACCOUNTS)], sealer=sealer)
    accounts = [account.id for account in await Account.all().order_by("login")]
    left = TASKS
    for kind in _ROUNDS:
        some = tuple(accounts[: min(left, ACCOUNTS)])
        params = {
            "create_page": {"page_name": "Shop", "category": "Community"},
            "create_bm": {"bm_name": "Shop"},
        }
        asked = BatchRequest(
            type=kind, account_ids=some, params=params.get(kind, {}), by="U0ANA", channel="C0OPS"
        )
        await create.create(asked, now=datetime.now(UTC))
        left -= len(some)
    whole = Night()
    for task in await Task.all().order_by("id").select_related("account"):
        cause = _cause_of(accounts.index(task.account.id), task.type)
        await whole.ends(task, cause)
    return whole


def _account(n: int) -> AccountRecord:
    proxy = next((url for some, url in _PROXIES.items() if n in some), "")
    return AccountRecord(
        login=f"emea{n:02}", group="emea", password=f"pw-{n}", proxy=parse_proxy(proxy) if proxy else None, owner="U0ANA"
    )  # fmt: skip


def _cause_of(account: int, kind: str) -> str:
    cause = next((cause for cause, some in _KINDS.items() if account in some), "")
    return "" if cause == "may_be_made" and kind not in _ONCE else cause


async def mend(sealer: Sealer) -> None:
    """By the morning: one proxy answers again, one is replaced by another, and one account has another password."""
    first, second = await _proxy_of("emea00"), await _proxy_of("emea10")
    now = datetime.now(UTC)
    await transaction(
        lambda: proxy_answers.note([ProxyAnswer(proxy_id=first, seconds=0.1)], now=now, always=True)
    )
    await transaction(
        lambda: proxy_changes.replace(second, parse_proxy("http://127.0.0.9:3128"), sealer=sealer)
    )
    await records.save_accounts(
        [AccountRecord(login="emea22", group="emea", password="right")], sealer=sealer
    )
    mended = await Account.get(login="emea22")
    assert await holds.release([mended.id], by="U0ANA", now=datetime.now(UTC))


async def _proxy_of(login: str) -> int:
    account = await Account.get(login=login)
    return account.proxy_id  # pyright: ignore[reportAttributeAccessIssue]
