"""A file of accounts on its way in Slack: whose they are, and how far it is."""

import threading
from typing import Any

import pytest

from bot.sandbox.slack import Person
from handlers.accounts import csv_import
from handlers.accounts.files import owners, progress
from models.domain.account_files.reader import AccountFile
from models.tables.accounts import Account
from tests.handlers.accounts.bringing import GOOD, given

pytestmark = pytest.mark.usefixtures("bot")


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_owners_are_people_of_slack_by_handle_and_address(ana: Person) -> None:
    table = "login,group,owner\na,emea,@Chen\nb,emea,ben@team.example\nc,emea,U0ANA\n"

    assert await ana.submit(await given(ana, table.encode())) is None

    await ana.wait_for_view(lambda now: "*3 accounts* added" in ana.reads(now))
    assert await Account.all().order_by("login").values_list("owner", flat=True) == [
        "U0CHEN",
        "U0BEN",
        "U0ANA",
    ]


@pytest.mark.parametrize("transport", ["http"], indirect=True)
async def test_owners_that_slack_does_not_know_are_refused_with_all_other_rows(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owners, "MOST_ADDRESSES", 1)
    table = (
        "login,group,owner\na,emea,@who\nb,,U0ANA\nc,emea,x@team.example\nd,emea,y@team.example\ne,emea,Ann\n"
    )

    read = ana.reads(await given(ana, table.encode()))

    assert "Row 2: owner @who is nobody in Slack." in read
    assert "Row 3: group is empty." in read
    assert "Row 4: owner x@team.example is nobody in Slack." in read
    assert "Row 5: owner y@team.example was not looked up: a file can have up to 1 different" in read
    assert "Row 6: owner must be a Slack user id" in read
    assert await Account.all().count() == 0


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_the_view_says_how_far_the_reading_is(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.01)
    seen, read = threading.Event(), csv_import.read_given

    def slowly(data: bytes, **options: Any) -> AccountFile:
        options["outside"].progress(1200)
        assert seen.wait(10)
        return read(data, **options)

    monkeypatch.setattr(csv_import, "read_given", slowly)
    await ana.say("/accounts import")
    form = await ana.wait_for_view("Import accounts")
    await ana.fill(form, {"File": [await ana.upload("accounts.csv", GOOD.encode())]})
    assert await ana.submit(form) is None

    await ana.wait_for_view(lambda view: "1,200 accounts read …" in ana.reads(view))
    seen.set()
    await ana.wait_for_view(lambda view: "*2 accounts*: 2 new, 0 changed." in ana.reads(view))
