"""The form of an account that others change while it is open: it writes what its person changed, and nothing else."""

from collections.abc import Awaitable, Callable

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json
from handlers.words.shown_fields import MEANWHILE
from models.access.grants import Audit
from models.accounts import proxy_changes, records
from models.domain.proxies import parse_proxy
from models.domain.values.accounts import AccountRecord
from models.domain.values.proxies import Takers
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account, Proxy

pytestmark = pytest.mark.usefixtures("bot")
OLD, NEW = "http://u:secret@old.example:8080", "http://u:other@new.example:8080"


async def _opened(ana: Person, sealer: Sealer, *, proxy: str = "", needs_proxy: bool = False) -> Json:
    address = parse_proxy(proxy) if proxy else None
    record = AccountRecord(
        login="ann", group="emea", owner="U0ANA", password="pw", proxy=address, needs_proxy=needs_proxy
    )
    await records.save_accounts([record], sealer=sealer)
    await ana.say("/accounts ann")
    await ana.click(await ana.wait_for_view("Account"), "Edit")
    return await ana.wait_for_view("Edit account")


async def _given(sealer: Sealer) -> None:
    await transaction(lambda: proxy_changes.give([parse_proxy(NEW)], "emea", Takers.WITHOUT, sealer=sealer))


async def _replaced(sealer: Sealer) -> None:
    old = await Proxy.get()
    await transaction(lambda: proxy_changes.replace(old.id, parse_proxy(NEW), sealer=sealer))


async def _moved(sealer: Sealer) -> None:
    record = AccountRecord(login="ann", group="apac", owner="U0BEN", needs_proxy=True, proxy=parse_proxy(NEW))
    await records.save_accounts([record], sealer=sealer)


@pytest.mark.parametrize(("before", "meanwhile"), [("", _given), (OLD, _replaced), (OLD, _moved)])
async def test_what_others_changed_while_it_was_open_stays(
    ana: Person, sealer: Sealer, before: str, meanwhile: Callable[[Sealer], Awaitable[None]]
) -> None:
    form = await _opened(ana, sealer, proxy=before)
    await meanwhile(sealer)
    there = await records.get((await Account.get()).id)
    kept = await Proxy.all().count()
    assert there is not None

    await ana.fill(form, {"User ID": "777"})
    assert await ana.submit(form) is None

    await ana.wait_for_view(lambda view: "Saved." in ana.reads(view) and "777" in ana.reads(view))
    opened = await records.credentials(there.id, sealer=sealer)
    assert opened.proxy == parse_proxy(NEW)
    now = await records.get(there.id)
    assert now is not None
    assert (now.user_id, now.group, now.owner, now.needs_proxy) == (
        "777", there.group, there.owner, there.needs_proxy,
    )  # fmt: skip
    assert await Proxy.all().count() == kept


async def test_what_both_changed_is_refused_at_its_field_and_nothing_is_saved(
    ana: Person, sealer: Sealer
) -> None:
    form = await _opened(ana, sealer)
    await _moved(sealer)
    await ana.fill(
        form, {"User ID": "777", "Group": "latam", "Responsible": "U0BEN", "Proxy": "third.example:80"}
    )

    assert await ana.submit(form) == {"Group": MEANWHILE, "Proxy": MEANWHILE}  # the responsible is the same

    account = await Account.get().prefetch_related("group")
    assert (account.user_id, account.group.name) == ("", "apac")


@pytest.mark.parametrize(
    ("needs_proxy", "sentence"), [(True, "its tasks end as"), (False, "use the worker's own address")]
)
async def test_who_takes_the_proxy_away_is_told_what_that_means(
    ana: Person, sealer: Sealer, *, needs_proxy: bool, sentence: str
) -> None:
    form = await _opened(ana, sealer, proxy=OLD, needs_proxy=needs_proxy)
    await ana.fill(form, {"Proxy": ""})

    assert await ana.submit(form) is None

    await ana.wait_for_view(lambda view: sentence in ana.reads(view))
    assert await Account.filter(proxy_id=None).exists()


async def test_a_new_password_alone_changes_nothing_else_and_nothing_at_all_is_no_change(
    ana: Person, sealer: Sealer
) -> None:
    form = await _opened(ana, sealer, proxy=OLD)
    before = await records.get((await Account.get()).id)
    assert await ana.submit(form) is None
    card = await ana.wait_for_view(lambda view: "Nothing was changed." in ana.reads(view))
    assert not await Audit.exists()

    await ana.click(card, "Edit")
    form = await ana.wait_for_view("Edit account")
    await ana.fill(form, {"Password": "new"})
    assert await ana.submit(form) is None

    await ana.wait_for_view(lambda view: "Saved." in ana.reads(view))
    account = await Account.get()
    assert await records.get(account.id) == before
    assert (await records.credentials(account.id, sealer=sealer)).password == "new"


async def test_a_form_whose_account_is_gone_says_so(ana: Person, sealer: Sealer) -> None:
    form = await _opened(ana, sealer)
    await Account.all().delete()

    assert await ana.submit(form) == {"Group": "That account is gone."}
    assert not await Account.exists()
