"""A file that says less than an account has: the rest stays, and what is lost is told before."""

import pytest

from handlers.accounts.present_columns import lost
from models.accounts.losses import losses
from models.accounts.records import save_accounts
from models.domain.account_files.reader import read_accounts
from models.domain.values.accounts import AccountRecord, Losses
from models.secrets.sealing import Sealer
from models.tables.accounts import Account

_FULL = b"login,group,user_id,proxy,needs_proxy,owner\nann,emea,1001,gate.example:80,yes,U0ANA\n"
_HAS = {"user_id": "1001", "proxy": "gate.example", "needs_proxy": True, "owner": "U0ANA"}
_NONE = {"user_id": "", "proxy": "", "needs_proxy": False, "owner": ""}


def _read(data: bytes) -> list[AccountRecord]:
    return read_accounts(data, open_session=str, group="emea").records


async def _kept() -> dict[str, object]:
    account = await Account.get(login="ann").prefetch_related("proxy")
    proxy = account.proxy.host if account.proxy else ""
    return {"user_id": account.user_id, "proxy": proxy, "needs_proxy": account.needs_proxy, "owner": account.owner}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "changed"),
    [
        (b"login,group,totp\nANN,emea,JBSWY3DPEHPK3PXP\n", {}),
        (b"ann:new-password\n", {}),
        (b"ann----new-password\nben----geheim1----new.example:80\n", {}),
        (b"ann----geheim1----new.example:80\nben----geheim1\n", {"proxy": "new.example"}),
        (b"login,user_id\nann,2002\n", {"user_id": "2002"}),
        (b"login,owner\nann,\n", {"owner": ""}),
        (b"login,proxy\nann,\n", {"proxy": ""}),
        (b"login,ip,port\nann,,\n", {"proxy": ""}),
        (b"login,proxy_type,port\nann,,\n", {}),
        (b"login,ip,port\nann,new.example,80\n", {"proxy": "new.example"}),
        (b"login,needs_proxy\nann,\n", {"needs_proxy": False}),
        (b"login,user_id,proxy,needs_proxy,owner\nann\n", _NONE),
    ],
)
async def test_a_field_without_a_column_stays_and_an_empty_cell_empties(
    database: str, sealer: Sealer, data: bytes, changed: dict[str, object]
) -> None:
    await save_accounts(_read(_FULL), sealer=sealer)

    told = await losses(_read(data))
    await save_accounts(_read(data), sealer=sealer)

    kept = await _kept()
    assert kept == _HAS | changed
    assert told == Losses(
        proxy=() if kept["proxy"] else ("ann",), needs_proxy=() if kept["needs_proxy"] else ("ann",)
    )


async def test_of_many_that_lose_something_the_first_are_named(sqlite: str, sealer: Sealer) -> None:
    names = [f"ann{n}" for n in range(5)]
    await save_accounts(
        _read(b"login,proxy\n" + b"".join(b"%s,gate.example:80\n" % name.encode() for name in names)),
        sealer=sealer,
    )

    told = await losses(_read(b"login,proxy\nnew,\n" + b"".join(b"%s,\n" % name.encode() for name in names)))

    assert lost(told) == ["5 accounts would lose their proxy: ann0, ann1, ann2 and 2 more."]


async def test_new_accounts_have_what_is_usual_where_the_file_says_nothing(
    sqlite: str, sealer: Sealer
) -> None:
    await save_accounts(_read(b"ann:pw\n"), sealer=sealer)

    assert await _kept() == _NONE
