"""Proxies are told apart by all of their address, password included, and none that is kept is changed by an import."""

import asyncio
from dataclasses import replace

import pytest

from models.accounts import records
from models.accounts.records import save_accounts
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.secrets.rotation import steps
from models.secrets.sealing import Sealer, new_key
from models.tables.accounts import Account, Proxy

GATE = ProxyAddress(scheme="http", host="gate.example", port=7777, username="cust7", password="pas_session-a")
OTHER = replace(GATE, password="pas_session-b")


def _ann(login: str, proxy: ProxyAddress | None) -> AccountRecord:
    return AccountRecord(login=login, group="emea", proxy=proxy)


async def _proxy_of(login: str, sealer: Sealer) -> ProxyAddress | None:
    return (await records.credentials((await Account.get(login=login)).id, sealer=sealer)).proxy


async def test_two_passwords_at_one_gateway_are_two_proxies(database: str, sealer: Sealer) -> None:
    await save_accounts([_ann("ann", GATE), _ann("ben", OTHER), _ann("cem", GATE)], sealer=sealer)

    assert [await _proxy_of(login, sealer) for login in ("ann", "ben", "cem")] == [GATE, OTHER, GATE]
    assert await Proxy.all().count() == 2


@pytest.mark.parametrize("later", [OTHER, replace(GATE, password="")])
async def test_a_later_import_changes_no_other_accounts_proxy(
    database: str, sealer: Sealer, later: ProxyAddress
) -> None:
    await save_accounts([_ann("ann", GATE)], sealer=sealer)

    await save_accounts([_ann("ben", later)], sealer=sealer)

    assert [await _proxy_of(login, sealer) for login in ("ann", "ben")] == [GATE, later]


async def test_the_same_proxy_again_is_the_same_row_also_under_a_newer_key(database: str) -> None:
    old, new = new_key("old"), new_key("new")
    await save_accounts([_ann("ann", GATE), _ann("ben", OTHER)], sealer=Sealer([old]))
    before = await Proxy.all().order_by("id").values_list("id", flat=True)

    await save_accounts([_ann("cem", GATE)], sealer=Sealer([new, old]))
    [step async for step in steps(Sealer([new, old]))]
    await save_accounts([_ann("dia", OTHER)], sealer=Sealer([new]))

    assert await Proxy.all().order_by("id").values_list("id", flat=True) == before
    assert await _proxy_of("cem", Sealer([new])) == GATE


async def test_what_no_key_opens_is_no_proxy_of_anybody_else_and_stays(sqlite: str, sealer: Sealer) -> None:
    await save_accounts([_ann("ann", GATE)], sealer=sealer)
    other = Sealer([new_key("other")])

    await save_accounts([_ann("ben", GATE)], sealer=other)

    assert await _proxy_of("ann", sealer) == GATE
    assert await _proxy_of("ben", other) == GATE


async def test_an_address_shown_without_its_password_means_the_accounts_own_proxy(
    database: str, sealer: Sealer
) -> None:
    await save_accounts([_ann("ann", OTHER), _ann("ben", GATE)], sealer=sealer)
    shown = [_ann(login, replace(GATE, password="")) for login in ("ann", "ben")]

    await save_accounts(shown, sealer=sealer)

    assert [await _proxy_of(login, sealer) for login in ("ann", "ben")] == [OTHER, GATE]


async def test_two_imports_at_once_make_one_row_of_one_proxy(database: str, sealer: Sealer) -> None:
    await asyncio.gather(*(save_accounts([_ann(login, GATE)], sealer=sealer) for login in ("ann", "ben")))

    assert await Proxy.all().count() == 1
