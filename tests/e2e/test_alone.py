"""Without Redis the one bot process performs tasks and runs maintenance itself."""

from collections.abc import AsyncIterator

import pytest

from bot.app import running
from bot.demo.personas import cast
from bot.demo.seed import member, record
from bot.sandbox.site import PracticeSite
from bot.sandbox.slack import LocalSlack, Person
from bot.settings import Settings
from models.accounts.records import save_accounts
from models.database import database
from models.secrets.sealing import Sealer
from tests.conftest import KEY

TROUBLES = {
    "": "Execution ends",
    "no_proxy": "No proxy",
    "dead_proxy": "No proxy",
    "checkpoint": "Execution ends",
    "expired": "Execution ends",
}
PEOPLE = [next(persona for persona in cast() if persona.trouble == trouble) for trouble in TROUBLES]


@pytest.fixture
async def alone(slack: LocalSlack, sqlite_url: str) -> AsyncIterator[None]:
    """A bot with neither Redis nor a worker beside it, and five accounts, most of them in trouble."""
    async with PracticeSite([member(persona) for persona in PEOPLE]) as site:
        async with database(sqlite_url):
            await save_accounts([record(persona, site) for persona in PEOPLE], sealer=Sealer([KEY]))
        known = {
            "database_url": sqlite_url,
            "admins": ("U0ANA", "U0BEN", "U0CHEN"),
            "slack_bot_token": slack.workspace.bot_token,
            "slack_app_token": slack.workspace.app_token,
            "slack_api_url": slack.api_url,
            "secret_keys": (KEY,),
            "site_url": site.url,
        }
        async with running(Settings.model_validate(known)):
            await slack.connected()
            yield


@pytest.mark.usefixtures("alone")
async def test_each_account_gets_the_note_of_its_own_trouble(ana: Person) -> None:
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Task type": "Check", "Accounts": [persona.login for persona in PEOPLE]})
    assert await ana.submit(form) is None

    done = await ana.wait_for_message("2 of 5 done · 3 failed", seconds=60)

    def note_texts() -> list[str]:
        """The notes of the thread: a busy batch has several in one message."""
        return [note for message in ana.thread(done) for note in message["text"].split("\n\n")]

    await ana.see(lambda: len(note_texts()) == len(PEOPLE), 30)

    notes = {note.splitlines()[1].split(" ")[0]: note for note in note_texts()}
    for persona in PEOPLE:
        assert notes[persona.login].startswith("#")
        assert f"· Check · {TROUBLES[persona.trouble]}" in notes[persona.login]
    assert "checkpoint" in notes[PEOPLE[3].login]
    assert "logged in" in notes[PEOPLE[4].login]
