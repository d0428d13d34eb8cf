"""Secrets stay where they belong: not in logs, Redis, Slack, command lines, browsers' environments, or files."""

import json
import secrets
import time
from base64 import b32encode, b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.demo.personas import Persona, cast
from bot.demo.processes import Processes
from bot.demo.seed import member, record
from bot.sandbox.redis import RedisServer
from bot.sandbox.site import Member, PracticeSite
from bot.sandbox.slack import LocalSlack, Person
from models.accounts.records import save_accounts
from models.database import database
from models.domain.one_time_codes import parse_totp
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer, new_key
from tests.e2e.canaries import codes, dump, files, leaks, overhearing, watching
from tests.executor.proxy.servers import connect_proxy, listening

WRONG = next(item for item in cast() if item.trouble == "wrong_password")
PEOPLE = [
    replace(item, password=f"canary-{secrets.token_hex(12)}") for item in (cast()[0], WRONG, *cast()[1:3])
]
TYPED = replace(cast()[3], password=f"canary-{secrets.token_hex(12)}")
TYPED_SECRET = b32encode(secrets.token_bytes(20)).decode()
TYPED_TOTP = f"otpauth://totp/?secret={TYPED_SECRET}&digits=8&period=30&algorithm=SHA1"
"""Of an account whose codes a person types: Bellhop does not know what makes them."""
OUTDATED, PROXY, PROXY_REFUSED = (f"canary-{secrets.token_hex(12)}" for _ in range(3))
KEY = new_key("canary")
SECRET = b32encode(secrets.token_bytes(20)).decode()
TOTP = f"otpauth://totp/?secret={SECRET}&digits=8&period=30&algorithm=SHA1"


def _member(item: Persona) -> Member:
    """As in the demo; of the one behind a proxy the site wants a code."""
    known = member(item)
    return replace(known, totp=SECRET, totp_digits=8) if item is PEOPLE[2] else known


@pytest.fixture
async def site() -> AsyncIterator[PracticeSite]:
    typed = replace(member(TYPED), totp=TYPED_SECRET, totp_digits=8)
    async with PracticeSite([*(_member(item) for item in PEOPLE), typed]) as server:
        yield server


@pytest.fixture
async def proxy_port() -> AsyncIterator[int]:
    async with listening(connect_proxy([], f"user:{PROXY}")) as port:
        yield port


@pytest.fixture
def records(site: PracticeSite, proxy_port: int) -> list[AccountRecord]:
    """One whose session is good, one whose password is wrong, one behind a proxy, one whose proxy refuses it."""

    def behind(item: Persona, password: str) -> AccountRecord:
        proxy = ProxyAddress(
            scheme="http", host="127.0.0.1", port=proxy_port, username="user", password=password
        )
        return replace(record(item, site), proxy=proxy, needs_proxy=True, session=None)

    good, wrong, proxied, refused = PEOPLE
    other = replace(
        behind(refused, PROXY_REFUSED), proxy=replace(behind(refused, PROXY_REFUSED).proxy, username="other")
    )
    return [
        record(good, site),
        replace(record(wrong, site), password=OUTDATED),
        replace(behind(proxied, PROXY), totp=TOTP),
        other,
        replace(record(TYPED, site), session=None, owner="U0ANA"),
    ]


@pytest.fixture
async def up(
    sqlite_url: str, redis_server: RedisServer, slack: LocalSlack, site: PracticeSite, records: list[AccountRecord],
    tmp_path: Path,
) -> AsyncIterator[Processes]:  # fmt: skip
    """The Procfile's processes, as talkative as they can be, with a folder of their own for temporary files."""
    (tmp_path / "temporary").mkdir()
    environment = {
        "DATABASE_URL": sqlite_url,
        "REDIS_URL": redis_server.url,
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.workspace.bot_token,
        "SLACK_SIGNING_SECRET": slack.workspace.signing_secret,
        "SLACK_APP_TOKEN": slack.workspace.app_token,
        "BELLHOP_SITE_URL": site.url,
        "BELLHOP_SECRET_KEYS": KEY,
        "BELLHOP_ADMINS": "U0ANA",
        "BELLHOP_TRACE": "1",
        "BELLHOP_LOG_LEVEL": "debug",
        "TMPDIR": str(tmp_path / "temporary"),
    }
    processes = Processes(environment, tmp_path)
    await processes.run("release")
    async with database(sqlite_url):
        await save_accounts(records, sealer=Sealer([KEY]))
    for name in ("bot", "worker", "scheduler"):
        processes.start(name)
    await slack.connected(seconds=30)
    yield processes
    await processes.close()


async def _work(ana: Person) -> None:
    """Tasks that go well and tasks that fail, and what Slack shows of them."""
    logins = [item.login for item in PEOPLE]
    await _create(ana, "Check", {"Accounts": logins})
    done = await ana.wait_for_message("2 of 4 done · 2 failed", seconds=90)
    await ana.see(lambda: len(ana.thread(done)) == len(PEOPLE), 60)
    ends = "\n".join(ana.reads(note) for note in ana.thread(done))
    assert "wrong password" in ends
    assert "No proxy" in ends
    assert ends.count("logged in") >= 2
    await _create(ana, "Create page", {"Accounts": logins[::2], "Page name": "Acme", "Category": "Community"})
    await ana.wait_for_message("2 of 2 done", seconds=90)
    await ana.say(f"/accounts {logins[1]}")
    await ana.close(await ana.wait_for_view("Account"))
    await ana.say("/tasks 1")
    await ana.wait_for_view("Task #1")
    for words, answer in (
        ("/tasks audit", "Audit ·"),
        ("/tasks doctor", "Database"),
        ("/proxies test", "Tested"),
    ):
        await ana.say(words)
        await ana.wait_for_message(answer, seconds=30)


async def _type_a_code(ana: Person) -> None:
    """The site asks for a code, the owner is asked, types it, and the task is done."""
    await _create(ana, "Check", {"Accounts": [TYPED.login]})
    asked = await ana.wait_for_message("asks for a one-time code", channel="D0ANA", seconds=40)
    await ana.click(asked, "One-time code…")
    form = await ana.wait_for_view("One-time code")
    made = parse_totp(TYPED_TOTP)
    await ana.fill(form, {"Code": made.code(made.window(time.time()))})
    assert await ana.submit(form) is None
    await ana.wait_for_message("The site took the code", channel="D0ANA", seconds=30)


async def _create(ana: Person, kind: str, values: dict[str, Any]) -> None:
    await ana.say("/tasks new")
    form = await ana.wait_for_view("New tasks")
    await ana.fill(form, {"Task type": kind})
    form = await ana.wait_for_view(lambda view: all(name in ana.reads(view) for name in values))
    await ana.fill(form, values)
    assert await ana.submit(form) is None


def _known_to_slack(slack: LocalSlack) -> dict[str, bytes]:
    """All that Slack knows: what was called, posted, drawn and uploaded."""
    uploads = {f"upload {item.name}": item.content or b"" for item in slack.platform.uploads._files.values()}
    return {"Slack's books": json.dumps(slack.books(), default=str).encode(), **uploads}


def _canaries(slack: LocalSlack, records: list[AccountRecord]) -> dict[str, str]:
    return {
        **{f"password of {item.login}": item.password for item in PEOPLE},
        **{f"cookie of {item.login}": item.session["cookies"][0]["value"] for item in records if item.session},
        "secret of codes": SECRET, "password of codes": TYPED.password, "outdated password": OUTDATED, "proxy password": PROXY, "refused proxy password": PROXY_REFUSED,
        "bot token": slack.workspace.bot_token, "app token": slack.workspace.app_token,
        "signing secret": slack.workspace.signing_secret, "sealing key": KEY.partition(":")[2],
    }  # fmt: skip


@pytest.mark.skipif(not Path("/proc").exists(), reason="only Linux shows its processes in /proc")
@pytest.mark.timeout(240)
async def test_no_secret_is_anywhere_but_where_it_belongs(
    up: Processes,
    ana: Person,
    slack: LocalSlack,
    redis_server: RedisServer,
    records: list[AccountRecord],
    tmp_path: Path,
) -> None:
    began = time.time()
    roots = [up.family(name)[0] for name in ("bot", "worker", "scheduler")]

    async with watching(*roots) as watch, overhearing(redis_server.url) as heard:
        await _work(ana)
        await _type_a_code(ana)
    kept = await dump(redis_server.url)
    await up.close()

    assert {"node"} < watch.programs, "the browser was not seen"
    assert heard
    places = {
        **files(tmp_path),  # logs, database, what was left of temporary files
        **_known_to_slack(slack),
        "what Redis heard": "\n".join(heard).encode(),
        "what Redis keeps": kept,
        "command lines": watch.commands,
        "environments of browsers": watch.given,
    }
    typed = {f"typed {name}": code for name, code in codes(TYPED_TOTP, began).items()}
    assert leaks(_canaries(slack, records) | codes(TOTP, began) | typed, places) == set()


def test_a_secret_is_found_in_every_form() -> None:
    secret = "canary-8d1f/+é&"  # a form each for URL, JSON and base64
    hidden = {
        "plain": f"x{secret}y".encode(),
        "url": b"proxy=http%3A%2F%2Fu%3Acanary-8d1f%2F%2B%C3%A9%26%40host",
        "header": b"Authorization: Basic " + b64encode(f"user:{secret}".encode()),
        "json": json.dumps({"a": secret}).encode(),
    }

    assert leaks({"it": secret}, hidden) == {f"it is in {where}" for where in hidden}
