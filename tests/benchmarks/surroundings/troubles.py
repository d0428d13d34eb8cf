"""Faults that are sprinkled over many accounts, and the person who mends an account that is on hold."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.sandbox.redis import free_port
from bot.sandbox.site import Behaviour, Member, PracticeSite
from models.accounts import holds
from models.accounts.holds import Hold
from models.accounts.records import save_accounts
from models.domain.lifecycle import Status
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tasks.queries import next_waiting

_ALL_WELL = frozenset({Status.ENDED})


def _as_it_is(member: Member, record: AccountRecord, _site: PracticeSite) -> tuple[Member, AccountRecord]:
    return member, record


def _signed_out(member: Member, record: AccountRecord, site: PracticeSite) -> tuple[Member, AccountRecord]:
    return member, replace(record, session=site.session_for(member.login, expired=True), password="")


def _wrong_password(
    member: Member, record: AccountRecord, site: PracticeSite
) -> tuple[Member, AccountRecord]:
    return member, replace(
        record, session=site.session_for(member.login, expired=True), password="battery staple"
    )


def _dead_proxy(member: Member, record: AccountRecord, _site: PracticeSite) -> tuple[Member, AccountRecord]:
    dead = ProxyAddress(scheme="http", host="127.0.0.1", port=free_port())
    return member, replace(record, proxy=dead, needs_proxy=True)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What is wrong with an account or the site, and the statuses its tasks may then end in."""

    name: str
    stage: Callable[[Member, AccountRecord, PracticeSite], tuple[Member, AccountRecord]] = _as_it_is
    behaviours: tuple[Behaviour, ...] = ()
    ends: frozenset[Status] = _ALL_WELL
    patient: bool = False  # takes as long as the real time limits


TROUBLES = (
    Trouble(name="the session has expired", stage=_signed_out),
    Trouble(name="wrong password", stage=_wrong_password),
    Trouble(name="checkpoint", stage=lambda m, r, _: (replace(m, status="checkpoint"), r)),
    Trouble(name="disabled", stage=lambda m, r, _: (replace(m, status="disabled"), r)),
    Trouble(
        name="no proxy",
        stage=lambda m, r, _: (m, replace(r, needs_proxy=True)),
        ends=frozenset({Status.NO_PROXY}),
    ),
    Trouble(name="dead proxy", stage=_dead_proxy, ends=frozenset({Status.NO_PROXY})),
    Trouble(
        name="500 in the middle of a form",
        behaviours=(Behaviour(kind="error500", path="/pages/create/category", times=2),),
        ends=frozenset({Status.ENDED, Status.UNKNOWN_ERROR}),
    ),
    Trouble(name="a dialog on every screen", behaviours=(Behaviour(kind="dialog", value=1),)),
    Trouble(
        name="the answer to the creating click is lost",
        behaviours=(Behaviour(kind="drop", path="/business/create", method="POST", after=True, times=1),),
    ),
    Trouble(name="a broken connection", behaviours=(Behaviour(kind="drop", path="/home", times=1),)),
    Trouble(
        name="the site hangs",
        behaviours=(Behaviour(kind="hang", path="/home", times=2),),
        ends=frozenset({Status.ENDED, Status.TIMED_OUT}),
        patient=True,
    ),
    Trouble(
        name="a script that never ends",
        behaviours=(Behaviour(kind="endless_script", path="/notifications", times=2),),
        ends=frozenset({Status.ENDED, Status.TIMED_OUT}),
        patient=True,
    ),
)


async def mend_and_release(site: PracticeSite, sealer: Sealer) -> list[int]:
    """What a person does about the accounts on hold: put the account right, then Release. Returns the tasks to notify of."""
    ids: list[int] = []
    for hold in await Hold.filter(released_at=None):
        account = await Account.get(id=hold.account_id).prefetch_related("group")
        site.state.books.enrol(replace(site.state.books.members[account.login], status="ok"))
        mended = AccountRecord(
            login=account.login, group=account.group.name, session=site.session_for(account.login)
        )
        await save_accounts([mended], sealer=sealer)
        await holds.release([account.id], by="U0ANA", now=datetime.now(UTC))
        ids += await next_waiting(account.id, now=datetime.now(UTC))
    return ids
