"""What people type at Slack's own page, as Slack hands it on, is answered as what they meant."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json
from models.accounts import holds, records
from models.batches import create
from models.domain.lifecycle import Status
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tasks.queries import task_rows
from tests.handlers.typed_cases import ROWS

pytestmark = [pytest.mark.usefixtures("bot"), pytest.mark.parametrize("transport", ["socket"], indirect=True)]
_LOGIN = "Ann1@Example.com"  # as it was imported


@pytest.fixture
async def tasks(sealer: Sealer) -> list[int]:
    """Two tasks that wait, of two accounts."""
    given = [AccountRecord(login=login, group="emea") for login in (_LOGIN, "ben@example.com")]
    await records.save_accounts(given, sealer=sealer)
    ids = tuple([account.id for account in await Account.all().order_by("login")])
    asked = BatchRequest(type="check", account_ids=ids, params={}, by="U0ANA", channel="C0OPS")
    return (await create.create(asked, now=datetime.now(UTC)))[1]


async def _answer(ana: Person, typed: str) -> str:
    """What the person reads: the modal that opens, or the answer that nobody else sees."""
    before = {_named(thing) for thing in (*ana.messages(), *ana.views)}
    await ana.say(typed)

    def answered() -> Json | None:
        private = [message for message in ana.messages() if message.get("is_ephemeral")]
        return next((thing for thing in (*ana.views, *private) if _named(thing) not in before), None)

    return ana.reads(await ana.see(answered))


def _named(thing: Json) -> str:
    return thing.get("ts") or thing["id"]


async def test_each_row_is_answered_as_what_was_meant(ana: Person, tasks: list[int]) -> None:
    first, second = (str(task) for task in tasks)
    expected = {
        "ann1@example.com": f"{_LOGIN}\n", "account:ann1@example.com": "Total 1 ", "4711": f"#{first}",
        "from:2026-11-01": "Filter: from:2026-11-01", 'group:"emea"': "Filter: group:emea\n", "waiting": "Filter: status:waiting",
        "status:waiting": "Filter: status:waiting", "hold ann1@example.com away": "On hold: 1 account",
        "cancel 4711,4712": "2 ",
    }  # fmt: skip
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for row in ROWS:
        arrives = row.arrives.replace("４７１１", first.translate(wide)).replace(
            "４７１２", second.translate(wide)
        )

        said = await _answer(ana, f"{row.command} {arrives}")

        assert expected[row.meant] in said, f"{row}\n{said}"
        await holds.release(
            [account.id for account in await Account.all()], by="U0ANA", now=datetime.now(UTC)
        )
    assert {row.status for row in await task_rows(tasks)} == {Status.CANCELED}


async def test_a_form_takes_what_was_meant_and_keeps_a_secret_as_it_is(
    ana: Person, sealer: Sealer, tasks: list[int]
) -> None:
    await ana.say("/accounts add")
    form = await ana.wait_for_view("Add account")
    secret = "  *P&amp;ss\u200b–wörd_ <http://x|y>* "
    fields = {"Login": "\u202acid@example.com\u202c", "Group": "emea\u200b", "Password": secret}
    await ana.fill(form, fields)
    assert await ana.submit(form) is None

    account = await Account.get(login="cid@example.com").prefetch_related("group")
    assert account.group.name == "emea"
    assert (await records.credentials(account.id, sealer=sealer)).password == secret
    assert len(tasks) == 2


async def test_the_same_login_in_another_case_is_no_second_account(ana: Person, tasks: list[int]) -> None:
    await ana.say("/accounts add")
    form = await ana.wait_for_view("Add account")
    await ana.fill(form, {"Login": "ANN1@example.com", "Group": "emea"})

    refused = await ana.submit(form)

    assert refused == {"Login": "An account with that login already exists."}
    assert await Account.all().count() == len(tasks)


async def test_a_group_is_found_however_its_name_is_typed(ana: Person, sealer: Sealer) -> None:
    given = [
        AccountRecord(login=f"ann{n}", group=group)
        for n, group in enumerate(["営業１課", "North–South", "_x_"])
    ]
    await records.save_accounts(given, sealer=sealer)

    for typed, filtered in {
        "group:営業１課": "Filter: group:", "group:“north-south”": "Filter: group:", "group:_x_": "Filter: group:",
        "group:x": "Filter: group:",
    }.items():  # fmt: skip
        said = await _answer(ana, f"/accounts {typed}")

        assert filtered in said
        assert "Total 1 " in said, typed
