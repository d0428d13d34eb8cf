"""A CSV of accounts given in Slack: looked at, then imported, and never said to be gone while it is there."""

import io
import json
import threading
import zipfile
from typing import Any

import pytest

from bot.sandbox.slack import LocalSlack, Person
from bot.sandbox.slack.documents import Json
from handlers.accounts import csv_import
from models.accounts import records
from models.domain.account_files.reader import AccountFile, read_accounts
from models.messages.brought_files import PAUSES, BroughtFile
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.messages import Outbox
from tests.account_files import CASES, HERE, data
from tests.factories import some_accounts
from tests.handlers.accounts.bringing import GOOD, given
from tests.heartbeat import beating

pytestmark = pytest.mark.usefixtures("bot")


def _files(slack: LocalSlack) -> list[Json]:
    return [call for call in slack.books()["calls"] if call["method"] == "files.delete"]


async def test_a_preview_says_what_it_would_do_and_changes_nothing(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    await some_accounts(1, sealer)

    view = await given(ana, GOOD.encode())

    read = ana.reads(view)
    assert "*2 accounts*: 1 new, 1 changed." in read
    assert "New groups: *apac*" in read
    assert "1 new account without password and session" in read
    assert await Account.all().count() == 1
    assert not _files(slack)


async def test_a_preview_says_which_accounts_lose_their_proxy(ana: Person, sealer: Sealer) -> None:
    has = b"login,group,proxy,needs_proxy\nann,emea,gate.example:80,yes\n"
    await records.save_accounts(read_accounts(has, open_session=str).records, sealer=sealer)

    read = ana.reads(await given(ana, b"login,group,proxy,needs_proxy\nann,emea,,no\n"))

    assert "1 account would lose its proxy: ann." in read
    assert "1 account would no longer need a proxy, and be used without one: ann." in read
    assert "Columns that the file does not have stay unchanged." in read


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_a_file_that_slack_did_not_hand_over_is_not_deleted(ana: Person, slack: LocalSlack) -> None:
    slack.switches.fail("files.info", "fatal_error")

    await ana.say("/accounts import")
    form = await ana.wait_for_view("Import accounts")
    await ana.fill(form, {"File": [await ana.upload("accounts.csv", GOOD.encode())]})

    assert await ana.submit(form) is None

    await ana.wait_for_view(lambda view: "is still in Slack. Try again with it" in ana.reads(view))
    assert not _files(slack)


async def test_after_a_yes_its_person_is_told_where_the_file_still_is(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    (account,) = await some_accounts(1, sealer)
    view = await given(ana, GOOD.encode())

    assert await ana.submit(view) is None

    done = await ana.wait_for_view(lambda now: "*1 account* added, 1 changed." in ana.reads(now))
    (file,) = slack.platform.uploads._files.values()
    assert "is still in Slack, with its passwords" in ana.reads(done)
    assert "was deleted from Slack" not in ana.reads(done)
    assert f"/files/{file.id}/accounts.csv" in json.dumps(done)
    assert await BroughtFile.filter(file_id=file.id, brought_by="U0ANA").exists()
    assert (await records.credentials(account.id, sealer=sealer)).password == "new-password"
    assert len(_files(slack)) == 1


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_only_a_file_that_slack_deleted_is_said_to_be_taken_out(
    ana: Person, slack: LocalSlack, sealer: Sealer
) -> None:
    view = await given(ana, GOOD.encode())
    (file,) = slack.platform.uploads._files.values()
    file.user_id = slack.platform.workspace.app.bot_user_id  # as in a workspace that lets the app delete it

    assert await ana.submit(view) is None

    await ana.wait_for_view(lambda now: "The file was deleted from Slack." in ana.reads(now))
    assert file.deleted
    assert not await BroughtFile.all().exists()


@pytest.mark.parametrize("transport", ["http"], indirect=True)
async def test_a_file_that_its_person_deleted_meanwhile_is_said_to_be_gone(
    ana: Person, slack: LocalSlack
) -> None:
    view = await given(ana, GOOD.encode())
    (file,) = slack.platform.uploads._files.values()
    slack.platform.uploads.delete(file)

    assert await ana.submit(view) is None

    await ana.wait_for_view(lambda now: "The file is no longer in Slack." in ana.reads(now))
    assert not await BroughtFile.all().exists()


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_a_preview_that_is_closed_is_followed_by_a_reminder_too(ana: Person) -> None:
    await ana.close(await given(ana, GOOD.encode()))

    (brought,) = await BroughtFile.all()
    (reminder,) = await Outbox.filter(kind="file_left", state="pending")
    assert (reminder.about, reminder.due_at - brought.brought_at) == (brought.id, PAUSES[0])


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (b"login,group\n,emea\nann,\n", ["Row 2: login is empty.", "Row 3: group is empty."]),
        (b"name\nann\n", ["The header is missing login, group."]),
        (b"\xff\xfe\x00", ["Bellhop cannot tell the file's text encoding."]),
        (
            b"login,group,session\nann,emea,ann.json\n",
            ["a session file cannot come along with a table alone. Give a .zip"],
        ),
    ],
)
async def test_a_file_that_cannot_be_used_is_told_line_by_line(
    ana: Person, slack: LocalSlack, content: bytes, sentences: list[str]
) -> None:
    read = ana.reads(await given(ana, content))

    assert "Nothing was imported." in read
    assert "is still in Slack, with its passwords" in read
    assert all(sentence in read for sentence in sentences)
    assert await Account.all().count() == 0
    assert len(_files(slack)) == 1


async def test_a_file_that_is_too_large_is_refused(ana: Person, slack: LocalSlack) -> None:
    assert "A file can have up to 20 MB." in ana.reads(await given(ana, b"login,group\n" + b"x" * 20 * 2**20))


async def test_others_are_answered_while_the_largest_file_is_read(ana: Person) -> None:
    lines = "".join(f"a{n},b\n" for n in range(600_000))[: 5 * 2**20 - 100]

    async with beating() as heartbeat:
        assert "At most 5000 accounts" in ana.reads(await given(ana, f"login,group\n{lines}".encode()))

    assert heartbeat.longest < 1


async def test_the_reading_is_done_in_a_thread(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    read = csv_import.read_given

    def watched(data: bytes, **options: Any) -> AccountFile:
        threads.append(threading.current_thread())
        return read(data, **options)

    monkeypatch.setattr(csv_import, "read_given", watched)
    await given(ana, GOOD.encode())

    assert threads
    assert threading.main_thread() not in threads


_READ = ["A02-excel-unicode-text-utf16-tab", "A31-xlsx-itself", "C03-cookie-editor", "C23-base64"]
_REFUSED = [
    "A15-duplicate-header",
    "A17-userid-scientific",
    "A40-export-roundtrip",
    "A43-owner-as-people-write-it",
]


@pytest.mark.parametrize("name", _READ)
async def test_a_file_as_people_have_it_is_previewed_and_imported(ana: Person, name: str) -> None:
    file = CASES[name]["file"]
    view = await given(ana, data(CASES[name]), file)
    assert "Columns: login (A) is login" in ana.reads(view)
    assert await Account.all().count() == 0

    assert await ana.submit(view) is None

    await ana.wait_for_view(lambda now: "Imported:" in ana.reads(now))
    assert await Account.filter(login="ann@example.com").exists()


@pytest.mark.parametrize("name", _REFUSED)
async def test_a_file_that_would_go_in_wrong_is_refused(ana: Person, name: str) -> None:
    assert "Nothing was imported." in ana.reads(await given(ana, data(CASES[name])))
    assert await Account.all().count() == 0


async def test_session_files_come_along_in_a_zip(ana: Person, sealer: Sealer) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in ("C29-folders.csv", "ann/cookies.json", "ben/cookies.json", "cookies.json"):
            archive.write(HERE / "C29" / path, path)
    view = await given(ana, packed.getvalue(), "accounts.zip")

    assert await ana.submit(view) is None

    await ana.wait_for_view(lambda now: "*2 accounts* added" in ana.reads(now))
    ben = await Account.get(login="ben@example.com")
    session = (await records.credentials(ben.id, sealer=sealer)).session
    assert session
    assert session["cookies"][0]["value"] == "BEN"


async def test_the_group_of_lines_without_a_header_stays_from_the_preview_to_the_import(ana: Person) -> None:
    view = await given(ana, data(CASES["A36-login-password-txt"]), "list.txt", group="emea")

    assert await ana.submit(view) is None

    await ana.wait_for_view(lambda now: "*2 accounts* added" in ana.reads(now))
    assert await Account.filter(group__name="emea").count() == 2


async def test_a_preview_tells_what_was_changed_and_never_a_secret(ana: Person) -> None:
    read = ana.reads(await given(ana, data(CASES["C03-cookie-editor"])))

    assert "The cookie commons_session has sameSite None without secure" in read
    assert "TOKEN" not in read


@pytest.mark.parametrize("transport", ["http"], indirect=True)
async def test_all_objections_come_whole_with_what_to_write_however_many_there_are(ana: Person) -> None:
    bad = "&ann{n},,maybe,49203,@who,ftp://h:1\n"
    table = "login,group,needs_proxy,totp,owner,proxy\n" + "".join(bad.format(n=n) for n in range(14))

    view = await given(ana, table.encode())

    read = ana.reads(view)
    assert read.count("Write the site's key in base32") == 12
    assert read.count("host:port:user:password") == 12
    assert "… and 2 more." in read
