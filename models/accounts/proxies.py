"""Proxies as they are kept: which row is the one that was meant. All five parts of an address tell proxies apart.

Gateways keep a "sticky" exit by a word in the password, so two passwords are two proxies. The password is sealed with
a nonce and nothing is derived from it: to compare, it is opened. That goes on through a rotation of the keys, and what
no key opens is the same as nothing, so it stays as it is.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from models.domain.errors import CannotUnseal
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer, proxy_place
from models.sql import batched, is_postgres, rows, rows_of_many, run_each
from models.tables.accounts import Account, Proxy

_LOCK = 4711_2027  # any number, the same in every process that makes proxies
_STEP = 100  # rows
_READ = 10_000  # rows read at once: PostgreSQL takes 32,767 values in one statement
_KNOWN = "SELECT id, scheme, host, port, username, password FROM proxy WHERE host IN (:ids)"
_PARTS = ("scheme", "host", "port", "username")
Parts = tuple[str, str, int, str]


async def assign(records: Sequence[AccountRecord], *, sealer: Sealer) -> dict[str, int]:
    """The number of each record's proxy, by login; a proxy that is not there yet is made. Within a transaction.

    An address without a password means the account's own proxy where that has the same scheme, host, port and user
    name: forms and exports show it so. No row that is there is changed, whoever uses it.
    """
    own = await _own([record.login for record in records if record.proxy and not record.proxy.password])
    numbers: dict[str, int] = {}
    wanted: dict[str, ProxyAddress] = {}
    for record in records:
        mine = own.get(record.login)
        if record.proxy and mine and _parts(record.proxy) == mine[1]:
            numbers[record.login] = mine[0]
        elif record.proxy:
            wanted[record.login] = record.proxy
    known = await keep(wanted.values(), sealer=sealer)
    return numbers | {login: known[proxy] for login, proxy in wanted.items()}


async def keep(proxies: Iterable[ProxyAddress], *, sealer: Sealer) -> dict[ProxyAddress, int]:
    """The number of each proxy; one that is not there yet is made. Within a transaction."""
    wanted = dict.fromkeys(proxies)
    if is_postgres() and wanted:  # two that are made at once would both find none
        await rows(f"SELECT pg_advisory_xact_lock({_LOCK})")
    known = await _known(wanted, sealer)
    return known | await _make([proxy for proxy in wanted if proxy not in known], sealer)


def opened(proxy: Proxy, sealer: Sealer) -> ProxyAddress:
    """The whole address of a kept proxy. Raise CannotUnseal when the keys do not fit."""
    password = sealer.open(proxy.password, place=proxy_place(proxy.id)) if proxy.password else ""
    return ProxyAddress(
        scheme=proxy.scheme, host=proxy.host, port=proxy.port, username=proxy.username, password=password
    )


async def stored(ids: Iterable[int], sealer: Sealer) -> dict[int, ProxyAddress | None]:
    """Whole addresses by number, in this order; None for one whose password no key opens. One that is gone is left out."""
    wanted = list(ids)
    found: dict[int, Proxy] = {}
    for at in range(0, len(wanted), _READ):
        found |= await Proxy.in_bulk(wanted[at : at + _READ], "id")
    addresses: dict[int, ProxyAddress | None] = {}
    for number in wanted:
        if number in found:
            try:
                addresses[number] = opened(found[number], sealer)
            except CannotUnseal:
                addresses[number] = None
    return addresses


async def _own(logins: Sequence[str]) -> dict[str, tuple[int, Parts]]:
    """Number and parts of the proxies accounts have now, by login."""
    accounts = [
        account
        for some in batched(logins)
        for account in await Account.filter(login__in=some, proxy_id__not_isnull=True).prefetch_related(
            "proxy"
        )
    ]
    return {account.login: (account.proxy.id, _parts(account.proxy)) for account in accounts if account.proxy}


def _parts(proxy: ProxyAddress | Proxy) -> Parts:
    return (proxy.scheme, proxy.host, proxy.port, proxy.username)


async def _known(wanted: Mapping[ProxyAddress, None], sealer: Sealer) -> dict[ProxyAddress, int]:
    """The proxies of these that are there. Thousands of passwords may have to be opened: others go on meanwhile."""
    stored = await rows_of_many(_KNOWN, {proxy.host for proxy in wanted})
    parts = {_parts(proxy) for proxy in wanted}
    alike = [
        Proxy(**row)
        for row in sorted(stored, key=lambda row: row["id"])
        if tuple(row[name] for name in _PARTS) in parts
    ]
    return await asyncio.to_thread(_same, alike, wanted, sealer)


def _same(
    alike: Sequence[Proxy], wanted: Mapping[ProxyAddress, None], sealer: Sealer
) -> dict[ProxyAddress, int]:
    known: dict[ProxyAddress, int] = {}
    for proxy in alike:
        try:
            address = opened(proxy, sealer)
        except CannotUnseal:
            continue
        if address in wanted:
            known.setdefault(address, proxy.id)
    return known


async def _make(proxies: Sequence[ProxyAddress], sealer: Sealer) -> dict[ProxyAddress, int]:
    """Rows of their own. Until it has a password one of the same parts is as good as another."""
    made: dict[ProxyAddress, int] = {}
    for start in range(0, len(proxies), _STEP):
        some = proxies[start : start + _STEP]
        values = {f"{name}_{at}": getattr(proxy, name) for at, proxy in enumerate(some) for name in _PARTS}
        places = ", ".join(
            f"(:scheme_{at}, :host_{at}, :port_{at}, :username_{at})" for at in range(len(some))
        )
        new = await rows(
            f"INSERT INTO proxy (scheme, host, port, username) VALUES {places} RETURNING id, {', '.join(_PARTS)}",  # noqa: S608 - names only
            **values,
        )
        free: dict[Parts, list[int]] = defaultdict(list)
        for row in new:
            free[(row["scheme"], row["host"], row["port"], row["username"])].append(row["id"])
        numbers = {proxy: free[_parts(proxy)].pop() for proxy in some}
        await _seal(numbers, sealer)
        made |= numbers
    return made


async def _seal(numbers: Mapping[ProxyAddress, int], sealer: Sealer) -> None:
    await run_each(
        "UPDATE proxy SET password = ? WHERE id = ?",
        [
            (sealer.seal(proxy.password, place=proxy_place(number)), number)
            for proxy, number in numbers.items()
            if proxy.password
        ],
    )
