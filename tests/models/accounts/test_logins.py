"""Logins compare without case, width and invisible characters, and stay as they were given; on both databases."""

from zoneinfo import ZoneInfo

import pytest

from models.accounts import listing, logins, records
from models.accounts.records import save_accounts
from models.batches import create
from models.database import database, migrate
from models.domain.filters import ListState, TaskFilter
from models.domain.text import login_key
from models.domain.values.accounts import AccountRecord, Imported
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer
from models.sql import rows, transaction
from models.tables.accounts import Account
from models.tasks import pages
from tests.handlers.strategies import NOW
from tests.models.older import make

_GIVEN = "Änn1@Example.com"
_SPELLINGS = [
    _GIVEN,
    "änn1@example.com",
    "ÄNN1@EXAMPLE.COM",
    "A\u0308nn1@example.com",
    "änn1＠example．com\u200e",
]
_UTC = ZoneInfo("UTC")


@pytest.mark.usefixtures("database")
async def test_an_account_is_found_by_any_spelling_of_its_login(sealer: Sealer) -> None:
    await save_accounts([AccountRecord(login=_GIVEN, group="emea", user_id="1001")], sealer=sealer)
    account = await Account.get()
    asked = BatchRequest(type="check", account_ids=(account.id,), params={}, by="U0ANA", channel="C0OPS")
    await create.create(asked, now=NOW)

    for spelling in _SPELLINGS:
        found = (await listing.named([spelling]))[spelling]
        state = ListState(filter=TaskFilter(account=spelling))

        assert found is not None
        assert found.login == _GIVEN
        assert (await pages.page(state, zone=_UTC, now=NOW)).total == 1
        assert await logins.exists(spelling)
        assert await logins.first_beginning(spelling[:4]) == _GIVEN
        assert [one.login for one in await listing.accounts_like(spelling[-9:], most=9)] == [_GIVEN]
    assert not await logins.exists("ann1@example.com")


@pytest.mark.usefixtures("database")
async def test_another_spelling_changes_the_account_and_not_its_login(sealer: Sealer) -> None:
    await save_accounts([AccountRecord(login=_GIVEN, group="emea", password="a password")], sealer=sealer)
    again = [AccountRecord(login=login, group="apac") for login in (_SPELLINGS[2], "straße", "strasse")]

    known = await logins.known_logins([record.login for record in again])
    done = await save_accounts(again, sealer=sealer)

    assert known == {_SPELLINGS[2]}
    assert done == Imported(added=2, changed=1)
    assert await Account.all().order_by("id").values_list("login", flat=True) == [_GIVEN, "straße", "strasse"]
    changed = await Account.get(login=_GIVEN).prefetch_related("group")
    assert changed.group.name == "apac"
    assert (await records.credentials(changed.id, sealer=sealer)).password == "a password"


async def test_logins_of_before_that_differ_by_case_alone_are_each_found_as_they_are_written(
    empty: str, sealer: Sealer
) -> None:
    await make("0015_questions_and_refusals", empty)
    async with database(empty):
        await rows("INSERT INTO account_group (name) VALUES ('emea') RETURNING id")
        for login in ("Ann", "ANN", "Ben"):
            await rows(
                "INSERT INTO account (login, user_id, group_id, needs_proxy, login_status, owner, created_at) "
                "VALUES (:login, '', 1, :no, 'unknown', '', :at) RETURNING id",
                login=login, no=False, at=NOW,
            )  # fmt: skip
    await migrate(empty)
    async with database(empty):
        found = await listing.named(["Ann", "ANN", "ann", "ben"])
        assert {name: account and account.login for name, account in found.items()} == {
            "Ann": "Ann", "ANN": "ANN", "ann": None, "ben": "Ben",
        }  # fmt: skip
        done = await save_accounts([AccountRecord(login="ANN", group="emea")], sealer=sealer)
        assert done == Imported(added=0, changed=1)


async def test_a_login_is_looked_up_in_indexes_alone(database: str) -> None:
    async def explained() -> str:
        if database.startswith("postgres"):
            await rows(
                "SELECT set_config('enable_seqscan', 'off', true)"
            )  # an empty table is read whole, else
        steps = await Account.filter(logins.called("Ann1@Example.com")).explain()
        return " ".join(str(dict(step)) for step in steps)

    plan = await transaction(explained)

    assert "login_key" in plan
    assert "SCAN account" not in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann", "aNN", True),
        ("ΟΔΟΣ", "οδος", True),
        ("STRAẞE", "straße", True),
        ("straße", "strasse", False),
        ("İ", "i", False),
        ("ﬁ", "fi", False),
        ("ann_lee", "annlee", False),
        ("ann-lee", "ann–lee", False),
        ("Ａｎｎ", "ann", True),
        ("a\u00adnn\u200b", "ann", True),
    ],
)
def test_letters_fold_one_to_one_by_no_databases_rules(one: str, other: str, *, same: bool) -> None:
    assert (login_key(one) == login_key(other)) is same
    assert login_key(login_key(one)) == login_key(one)


_NAMES = ("liam.ops@example.com", "liam.ads@example.com", "olivia@example.com", "100%@example.com")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("liam", ["liam.ads@example.com", "liam.ops@example.com"]),
        ("LIAM.OPS", ["liam.ops@example.com"]),
        ("olivai@example.com", ["olivia@example.com"]),
        ("77", ["olivia@example.com"]),  # the beginning of a user id
        ("0%", ["100%@example.com"]),
        ("nobody", []),
        ("l" * 400, []),
    ],
)
@pytest.mark.usefixtures("database")
async def test_a_part_of_a_login_means_those_that_have_it_and_a_slip_the_likest(
    sealer: Sealer, typed: str, near: list[str]
) -> None:
    given = [
        AccountRecord(login=login, group="emea", user_id="7700" if login.startswith("o") else "")
        for login in _NAMES
    ]
    await records.save_accounts(given, sealer=sealer)

    assert [account.login for account in await listing.near(typed, most=5)] == near
