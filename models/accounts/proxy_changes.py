"""Changes of the proxies that accounts have: one replaced by another, a list of them handed out, one each."""

from collections.abc import Sequence

from models.accounts import proxies
from models.domain.errors import BadRequest
from models.domain.proxies import ProxyAddress
from models.domain.values.proxies import Given, Takers
from models.secrets.sealing import Sealer
from models.sql import rows, run_each
from models.tables.accounts import Group, Proxy

_SEVERAL = "There are several proxies of this address with different passwords. Write the password, too."
_SAME = "That is the same proxy."
_UNUSED = "No account uses this proxy any more. Draw the list again with `/proxies`."
_USED = "SELECT DISTINCT proxy_id FROM account WHERE proxy_id IN (:ids)"


async def replace(old: int, by: ProxyAddress, *, sealer: Sealer) -> tuple[int, list[int]]:
    """Give all accounts of a proxy another one: (its number, the accounts). Within a writing transaction.

    An address without a password means the stored proxy of that address, if there is one. Raise BadRequest.
    """
    new = await _meant(by, sealer)
    if new == old:
        raise BadRequest({"proxy": _SAME})
    moved = await rows(
        "UPDATE account SET proxy_id = :new WHERE proxy_id = :old RETURNING id", new=new, old=old
    )
    if not moved:
        raise BadRequest({"proxy": _UNUSED})
    return new, sorted(int(row["id"]) for row in moved)


async def give(addresses: Sequence[ProxyAddress], group: str, takers: Takers, *, sealer: Sealer) -> Given:
    """Keep a list of proxies, and give them to accounts of a group in the order of their logins, one each.

    An empty group: to nobody. A proxy that any account uses already is given to nobody. Raise BadRequest for a group
    that is not there. Within a writing transaction.
    """
    if group and not await Group.filter(name=group).exists():
        raise BadRequest({"group": "There is no such group of accounts. `/accounts` shows them."})
    before = await Proxy.all().count()
    numbers = await proxies.keep(addresses, sealer=sealer)
    ordered = [numbers[address] for address in addresses]
    used = {row["proxy_id"] for row in await rows(_USED, ids=ordered)}
    free = [number for number in ordered if number not in used]
    takes = await _takers(group, takers, besides=ordered) if group else []
    pairs = list(zip(free, takes, strict=False))
    await run_each("UPDATE account SET proxy_id = ? WHERE id = ?", pairs)
    return Given(
        proxies=tuple(ordered),
        new=await Proxy.all().count() - before,
        accounts=tuple(account for _, account in pairs),
        used=len(used),
        left=len(free) - len(pairs),
        unserved=len(takes) - len(pairs),
    )


async def _takers(group: str, takers: Takers, *, besides: Sequence[int]) -> list[int]:
    """The accounts that get one; none of those that have one of the list already."""
    own = {
        Takers.WITHOUT: "o.proxy_id IS NULL",
        Takers.UNSERVED: "(o.proxy_id IS NULL OR p.answers = :no)",
        Takers.ALL: "1 = 1",
    }[takers]
    found = await rows(
        "SELECT o.id FROM account o JOIN account_group g ON g.id = o.group_id LEFT JOIN proxy p ON p.id = o.proxy_id "  # noqa: S608 - one of three texts
        f"WHERE g.name = :group AND {own} AND (o.proxy_id IS NULL OR o.proxy_id NOT IN (:besides)) ORDER BY o.login",
        group=group,
        no=False,
        besides=besides,
    )
    return [int(row["id"]) for row in found]


async def _meant(address: ProxyAddress, sealer: Sealer) -> int:
    if address.username and not address.password:
        stored = await Proxy.filter(
            scheme=address.scheme, host=address.host, port=address.port, username=address.username
        ).order_by("id")
        if len(stored) > 1:
            raise BadRequest({"proxy": _SEVERAL})
        if stored:
            return stored[0].id
    return (await proxies.keep([address], sealer=sealer))[address]
