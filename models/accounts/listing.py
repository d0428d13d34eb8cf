"""The accounts as people look at them: a page of the list, everything of one, those to choose from, the groups."""

import asyncio
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from models.accounts import holds, proxy_list
from models.accounts.holds import Hold
from models.accounts.logins import called
from models.accounts.records import get, rows_of
from models.domain.filters import RosterFilter
from models.domain.lifecycle import LIVE, LoginStatus, Status
from models.domain.text import LONGEST_LOGIN, login_key, meant
from models.domain.values.accounts import AccountDetail, AccountPage, AccountRow, ListedAccount, ObservedLogin
from models.tables.accounts import Account, Group
from models.tables.tasks import Attempt, Task

PAGE = 20  # accounts
_TIMELINE, _QUEUE = 8, 20  # changes of the login status, waiting tasks: as many as a card shows
_BEGINNING, _COMPARED, _LIKE = 2, 500, 0.6  # letters that are right in most slips; accounts; see difflib
_LOOKED_AT = 200  # attempts that the timeline is made of


async def page(wanted: RosterFilter) -> AccountPage:
    """The page a filter asks for; a page beyond the last is the last."""
    accounts = matching(wanted)
    total = await accounts.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(1, wanted.page), pages)
    shown = await rows_of(accounts.order_by("login").offset((number - 1) * PAGE).limit(PAGE))
    ids = [account.id for account in shown]
    waiting, held = await _waiting(ids), await holds.of(ids)
    return AccountPage(
        rows=tuple(
            ListedAccount(account=account, waiting=waiting.get(account.id, 0), hold=held.get(account.id))
            for account in shown
        ),
        total=total,
        page=number,
        pages=pages,
        held=await holds.count(),
    )


async def detail(account_id: int) -> AccountDetail | None:
    """One account; None when there is none."""
    account = await get(account_id)
    if account is None:
        return None
    bound = Account.filter(id=account_id, proxy_id__not_isnull=True)
    proxies = [int(row["proxy_id"]) for row in await bound.values("proxy_id")]
    own = Task.filter(account_id=account_id)
    queue = own.filter(status=Status.WAITING).order_by("rank", "id")
    live = await own.filter(status__in=LIVE).first()
    noted = await own.exclude(note_link="").order_by("-ended_at").first()
    return AccountDetail(
        account=account,
        hold=(await holds.of([account_id])).get(account_id),
        timeline=await _timeline(account_id),
        live=live.id if live else None,
        queue=tuple([task.id for task in await queue.limit(_QUEUE)]),
        waiting=await queue.count(),
        note_link=noted.note_link if noted else "",
        answer=next(iter(await proxy_list.listed(proxies)), None) if proxies else None,
    )


async def named(names: Sequence[str]) -> Mapping[str, Account | None]:
    """Accounts by login or user id; None for a name that nobody has, or more than one."""
    accounts = await Account.filter(called(*names))
    return {name: _only(name, accounts) for name in names}


def _only(name: str, accounts: Sequence[Account]) -> Account | None:
    """The account whose login is written so, else is this login, else whose user id it is."""
    key = login_key(name)
    for same in (
        [account for account in accounts if account.login == name],
        [account for account in accounts if account.login_key == key],
        [account for account in accounts if account.user_id == name],
    ):
        if same:
            return same[0] if len(same) == 1 else None
    return None


async def group_meant(name: str) -> str:
    """The name of the group that was meant by a typed one; as typed when there is none like it."""
    if not name or await Group.filter(name=name).exists():
        return name
    return meant(name, await groups())


async def groups() -> list[str]:
    """The groups' names, in order."""
    return [str(name) for name in await Group.all().order_by("name").values_list("name", flat=True)]


async def accounts_like(text: str, *, most: int) -> list[Account]:
    """Accounts to choose from: login or user id begins with, or the login contains, what was typed."""
    if len(text) > LONGEST_LOGIN:  # and SQLite refuses a pattern that is too long
        return []
    login = Q(login__icontains=text) | Q(login_key__contains=login_key(text))
    wanted = login | Q(user_id__startswith=text) if text else Q()
    return await Account.filter(wanted).order_by("login").limit(most)


async def near(name: str, *, most: int) -> list[AccountRow]:
    """The accounts that a name which is nobody's may have meant: those that have it in their own, else the likest ones."""
    found = await accounts_like(name, most=most)
    if not found:
        begin_alike = await accounts_like(name[:_BEGINNING], most=_COMPARED)
        by_login = {account.login: account for account in begin_alike}
        likest = await asyncio.to_thread(get_close_matches, name, list(by_login), n=most, cutoff=_LIKE)
        found = [by_login[login] for login in likest]
    by_id = {row.id: row for row in await rows_of(Account.filter(id__in=[account.id for account in found]))}
    return [by_id[account.id] for account in found if account.id in by_id]


async def _waiting(account_ids: Sequence[int]) -> dict[int, int]:
    counted = await (
        Task.filter(account_id__in=account_ids, status=Status.WAITING)
        .annotate(n=Count("id"))
        .group_by("account_id")
        .values("account_id", "n")
    )
    return {row["account_id"]: int(row["n"]) for row in counted}


async def _timeline(account_id: int) -> tuple[ObservedLogin, ...]:
    """The last changes of the login status: of attempts that saw the same one after another, the first."""
    attempts = (
        await Attempt.filter(task__account_id=account_id, ended_at__isnull=False)
        .exclude(login_status=LoginStatus.UNKNOWN)
        .order_by("-ended_at")
        .limit(_LOOKED_AT)
        .values("login_status", "ended_at", "task_id")
    )
    changes: list[ObservedLogin] = []
    for attempt in attempts:
        seen = ObservedLogin(
            status=LoginStatus(attempt["login_status"]), at=attempt["ended_at"], task_id=attempt["task_id"]
        )
        if changes and changes[-1].status == seen.status:
            changes[-1] = seen
        elif len(changes) < _TIMELINE:
            changes.append(seen)
        else:
            break
    return tuple(changes)


def matching(wanted: RosterFilter) -> QuerySet[Account]:
    """The accounts of a filter, in no order."""
    accounts = Account.all()
    if wanted.held:
        accounts = accounts.filter(id__in=Subquery(Hold.filter(released_at=None).values("account_id")))
    if wanted.groups:
        accounts = accounts.filter(group_id__in=Subquery(Group.filter(name__in=wanted.groups).values("id")))
    if wanted.logins:
        accounts = accounts.filter(login_status__in=wanted.logins)
    if wanted.owner:
        accounts = accounts.filter(owner=wanted.owner)
    return accounts


async def in_group(name: str, *, most: int) -> list[Account]:
    """The first accounts of a group, by login."""
    return await Account.filter(group__name=name).order_by("login").limit(most)


async def count_in_group(name: str) -> int:
    """How many accounts a group has."""
    return await Account.filter(group__name=name).count()
