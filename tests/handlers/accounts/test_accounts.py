"""``/accounts`` through Slack: the list, the card, hold and release, the form."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import Person
from bot.sandbox.slack.documents import Json
from handlers.accounts.words import VERBS
from models.accounts import holds, records
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tasks import claims
from tests.factories import claimed, some_accounts, waiting_tasks

CODES = "otpauth://totp/Site:new%40example.com?issuer=Site&secret=JBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.usefixtures("bot")


async def _listed(ana: Person, words: str = "") -> Json:
    await ana.say(f"/accounts {words}")
    return await ana.wait_for_message("Total ")


def _cells(message: Json) -> list[list[str]]:
    (table,) = (block for block in message["blocks"] if block["type"] == "data_table")
    return [[str(cell.get("text", "")) for cell in row] for row in table["rows"]]


async def _held() -> set[str]:
    open_now = await holds.of([account.id for account in await Account.all()])
    return {(await Account.get(id=account_id)).login for account_id in open_now}


async def test_the_list_shows_each_account_by_login(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)
    await Account.filter(login="emea01").update(needs_proxy=True)

    head, first, second = _cells(await _listed(ana))

    assert head == ["Account ID", "Group", "Login status", "Proxy", "Waiting", "On hold", "Responsible"]
    assert first == ["emea00\n10000000", "emea", "unknown", "–", "1", "–", "–"]
    assert second[3] == "needed, none"


async def test_pages_and_groups(ana: Person, sealer: Sealer) -> None:
    await some_accounts(25, sealer)
    await some_accounts(3, sealer, group="apac")
    message = await _listed(ana)
    assert "Total 28 · Page 1 of 2" in ana.reads(message)

    await ana.click(message, "Next")
    await ana.wait_for_message("Total 28 · Page 2 of 2")

    await ana.say("/accounts group:apac")
    message = await ana.wait_for_message("Filter: group:apac")
    assert "Total 3 · Page 1 of 1" in ana.reads(message)


async def test_what_is_ticked_is_held_and_released(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(3, sealer)
    message = await _listed(ana)
    await ana.select(message, "Select accounts", ["emea00", "emea02"])

    await ana.click(message, "Hold")
    message = await ana.wait_for_message("On hold: 2 accounts.")
    assert await _held() == {"emea00", "emea02"}
    await ana.click(message, "2 on hold")
    message = await ana.wait_for_message("Filter: held")
    assert "Total 2 · Page 1 of 1" in ana.reads(message)
    await ana.select(message, "Select accounts", ["emea00"])
    await ana.click(message, "Release")

    await ana.wait_for_message("Released. 1 task that waited can run now.")
    assert await _held() == {"emea02"}


async def test_nothing_ticked_is_told_what_to_do(ana: Person, sealer: Sealer) -> None:
    await some_accounts(1, sealer)

    await ana.click(await _listed(ana), "Release")

    await ana.wait_for_message("Select at least one account first")


async def test_hold_and_release_by_words(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(2, sealer)

    await ana.say("/accounts hold emea00 its owner is away")
    await ana.wait_for_message("On hold: 1 account.")
    await ana.say("/tasks account:emea00")
    await ana.wait_for_message("Account on hold: its owner is away")
    await ana.say("/accounts release 10000000, emea01")

    await ana.wait_for_message("Released. 1 task that waited can run now.")
    assert await _held() == set()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nobody@example.com", "There is no account `nobody@example.com`, or more than one."),
        ("hold", "Write the account and why"),
        ("release", "Write the accounts after it"),
        ("show", "Write the login or the user id after it"),
        ("emea00 emea01", "One account at a time"),
        ("held grup:emea", "Did you mean `group:`?"),
    ],
)
async def test_what_cannot_be_is_told_with_what_would_work(
    ana: Person, sealer: Sealer, typed: str, sentence: str
) -> None:
    await some_accounts(1, sealer)

    await ana.say(f"/accounts {typed}")

    await ana.wait_for_message(sentence)


async def test_the_card_tells_all_but_the_secrets(ana: Person, sealer: Sealer) -> None:
    first, second = (await waiting_tasks(1, sealer))[0], (await waiting_tasks(1, sealer))[0]
    await records.save_accounts(
        [
            AccountRecord(
                login="emea00", group="emea", owner="U0BEN", password="open sesame",
                proxy=ProxyAddress(scheme="socks5", host="10.0.0.1", port=1080, username="ann", password="hush"),
            )
        ],
        sealer=sealer,
    )  # fmt: skip
    held, now = await claimed(first), datetime.now(UTC)
    await claims.begin(held, now=now)
    ending = AttemptOutcome(status=Status.ENDED, login_status=LoginStatus.CHECKPOINT, result="checkpoint: so")
    await claims.settle(held, ending, now=now)

    await ana.say("/accounts emea00")

    read = ana.reads(await ana.wait_for_view("Account"))
    assert "socks5://ann@10.0.0.1:1080" in read
    assert f"1 task waits: #{second}." in read
    assert "checkpoint since" in read
    assert f"(#{first})" in read
    assert "*On hold*" in read
    assert "password" in read
    assert "open sesame" not in read
    assert "hush" not in read


async def test_the_card_holds_and_releases(ana: Person, sealer: Sealer) -> None:
    await waiting_tasks(1, sealer)
    await ana.say("/accounts emea00")
    card = await ana.wait_for_view("Account")

    await ana.click(card, "Hold")
    card = await ana.wait_for_view(lambda view: "On hold: 1 account." in ana.reads(view))
    assert await _held() == {"emea00"}
    await ana.click(card, "Release")

    await ana.wait_for_view(lambda view: "Released. 1 task that waited can run now." in ana.reads(view))
    assert await _held() == set()


async def test_the_form_changes_an_account_and_keeps_what_is_left_empty(ana: Person, sealer: Sealer) -> None:
    (account,) = await some_accounts(1, sealer)
    await ana.say("/accounts emea00")
    await ana.click(await ana.wait_for_view("Account"), "Edit")
    form = await ana.wait_for_view("Edit account")
    await ana.fill(form, {"Group": "apac", "Proxy": "http://bob:pw@10.0.0.2:8080", "Responsible": "U0BEN"})

    assert await ana.submit(form) is None

    card = await ana.wait_for_view(lambda view: "Saved." in ana.reads(view))
    assert "apac" in ana.reads(card)
    kept = await records.credentials(account.id, sealer=sealer)
    assert kept.password == "pw-0"
    assert kept.proxy == ProxyAddress(
        scheme="http", host="10.0.0.2", port=8080, username="bob", password="pw"
    )


async def test_bad_values_are_told_at_their_fields_and_nothing_is_changed(
    ana: Person, sealer: Sealer
) -> None:
    await some_accounts(1, sealer)
    await ana.say("/accounts add")
    form = await ana.wait_for_view("Add account")
    await ana.fill(
        form,
        {
            "Login": "emea00",
            "Group": "emea",
            "Proxy": "10.0.0.1",
            "Session": "{}",
            "One-time codes": "492039",
        },
    )

    errors = await ana.submit(form)

    assert errors is not None
    assert errors["Proxy"].startswith("Proxy must be a URL")
    assert errors["Session"].startswith("Session is not a browser's storage state")
    assert errors["One-time codes"].startswith("Totp is not base32")
    await ana.fill(form, {"Proxy": "", "Session": "", "One-time codes": ""})
    assert await ana.submit(form) == {"Login": "An account with that login already exists."}
    assert await Account.all().count() == 1


async def test_an_account_is_added(ana: Person, sealer: Sealer) -> None:
    await ana.say("/accounts add")
    form = await ana.wait_for_view("Add account")
    await ana.fill(
        form, {"Login": "new@example.com", "Group": "emea", "Password": "pw", "One-time codes": CODES}
    )

    assert await ana.submit(form) is None

    await ana.wait_for_message("Added *new@example.com*.", channel="D0ANA")
    account = await Account.get(login="new@example.com").prefetch_related("group")
    assert account.group.name == "emea"
    assert (await records.credentials(account.id, sealer=sealer)).totp == CODES.split("=")[-1]
    await ana.say("/accounts new@example.com")
    card = await ana.wait_for_view("Account")
    assert "password and one-time codes" in ana.reads(card)
    assert "JBSWY3DP" not in ana.reads(card)


async def test_help_names_every_command(ana: Person) -> None:
    await ana.say("/accounts help")

    message = await ana.wait_for_message("/accounts import")
    assert all(usage.typed in ana.reads(message) for verb in VERBS.values() for usage in verb.usages)


async def test_an_app_looks_after_no_account(ana: Person) -> None:
    await ana.say("/accounts add")
    form = await ana.wait_for_view("Add account")
    await ana.fill(form, {"Login": "emea00", "Group": "emea", "Responsible": "U0BELLHOP"})

    assert await ana.submit(form) == {"Responsible": "This is an app. Choose a person."}
    assert not await Account.exists()
