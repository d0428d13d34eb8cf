"""The Procfile's four processes, with a real Redis, a real PostgreSQL and real Chromium, do the main job."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo.personas import cast
from bot.demo.processes import COMMANDS, Processes
from bot.demo.seed import member, record
from bot.manifest import EVENTS_PATH
from bot.sandbox.redis import RedisServer, free_port
from bot.sandbox.site import PracticeSite
from bot.sandbox.slack import LocalSlack, Person
from models.accounts.records import save_accounts
from models.database import database
from models.secrets.sealing import Sealer
from tests.conftest import KEY
from tests.postgres import PostgresServer

AT_ONCE, MANY = 2, 4
PEOPLE = [persona for persona in cast() if not persona.trouble][:MANY]


def test_the_procfile_starts_what_the_demo_starts() -> None:
    lines = Path("Procfile").read_text().splitlines()

    assert {name: command for name, _, command in (line.partition(": ") for line in lines)} == COMMANDS


@pytest.fixture
async def site() -> AsyncIterator[PracticeSite]:
    async with PracticeSite([member(persona) for persona in PEOPLE], posts=0) as server:
        yield server


@pytest.fixture
async def empty_postgres(postgres_server: PostgresServer) -> str:
    return await postgres_server.new_database()


@pytest.fixture
async def up(
    transport: str,
    empty_postgres: str,
    redis_server: RedisServer,
    slack: LocalSlack,
    site: PracticeSite,
    tmp_path: Path,
) -> AsyncIterator[Processes]:
    """Released, seeded with accounts, and running."""
    port = free_port()
    environment = {
        "DATABASE_URL": empty_postgres,
        "REDIS_URL": redis_server.url,
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.workspace.bot_token,
        "SLACK_SIGNING_SECRET": slack.workspace.signing_secret,
        "SLACK_APP_TOKEN": slack.workspace.app_token if transport == "socket" else "",
        "BELLHOP_HOST": "127.0.0.1",
        "PORT": str(port),
        "BELLHOP_SITE_URL": site.url,
        "BELLHOP_SECRET_KEYS": KEY,
        "BELLHOP_ADMINS": "U0ANA",
        "BELLHOP_CONCURRENCY": str(AT_ONCE),
    }
    processes = Processes(environment, tmp_path)
    await processes.run("release")
    async with database(empty_postgres):
        await save_accounts([record(persona, site) for persona in PEOPLE], sealer=Sealer([KEY]))
    for name in ("bot", "worker", "scheduler"):
        processes.start(name)
    if transport == "socket":
        await slack.connected(seconds=30)
    else:
        await processes.listening(port)
        slack.request_url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
    yield processes
    await processes.close()


@pytest.mark.usefixtures("up")
@pytest.mark.timeout(240)
async def test_create_page_tasks_make_one_page_each(ana: Person, site: PracticeSite) -> None:
    logins = [persona.login for persona in PEOPLE]
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Task type": "Create page"})
    form = await ana.wait_for_view(lambda view: "Page name" in ana.reads(view))
    await ana.fill(form, {"Accounts": logins, "Page name": "Acme", "Category": "Community"})
    assert await ana.submit(form) is None

    done = await ana.wait_for_message(f"{MANY} of {MANY} done", seconds=180)

    assert f"Execution ends {MANY}" in ana.reads(done)
    heads = await ana.see(lambda: _heads(ana, done), 60)
    assert all(head.endswith("· Create page · Execution ends ✅") for head in heads)
    created = Counter(page["login"] for page in site.books()["pages"])
    assert created == Counter(logins)


def _heads(ana: Person, batch: dict[str, Any]) -> list[str]:
    """The first line of each status note in the thread, once there are all, each with its picture."""
    notes = [note for note in ana.thread(batch) if note.get("files")]
    heads = [line for note in notes for line in note["text"].splitlines() if line.startswith("#")]
    pictures = sum(len(note["files"]) for note in notes)
    return heads if len(heads) == pictures == MANY else []
