"""Files of accounts on the command line: the same reader, and a look at them first."""

import asyncio
import getpass
import os
import pty
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.cli.accounts import read_file
from bot.sandbox.slack import LocalSlack
from models.access.grants import Audit
from models.accounts import proxy_changes, records
from models.database import database
from models.domain.account_files.reader import read_accounts
from models.domain.errors import BadRequest
from models.domain.proxies import parse_proxy
from models.domain.values.accounts import AccountRecord
from models.domain.values.proxies import Takers
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from tests.account_files import CASES, HERE, NOW_READ, SITE
from tests.conftest import KEY
from tests.e2e.test_commands import BELLHOP, bellhop


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case["want"] is not None])
def test_a_file_is_read_or_refused_as_its_case_says(name: str) -> None:
    case = CASES[name]
    try:
        logins = [record.login for record in read_file(HERE / case["file"], site_url=SITE).records]
    except BadRequest:
        logins = []

    if isinstance(case["want"], list):
        assert logins == [one["login"] for one in case["want"]]
    elif case["want"] == "refuse":
        assert bool(logins) == (name in NOW_READ)


async def test_a_preview_shows_the_columns_and_changes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text(
        "E-mail;Gruppe;Group;Remark\nann@example.com;;EMEA;x\n".replace("Gruppe;", "Pass;"), encoding="utf-8"
    )
    async with database(sqlite_url):
        pass

    looked = bellhop("accounts", "import", "--preview", str(file), url=sqlite_url)
    done = bellhop("accounts", "import", str(file), url=sqlite_url)

    shown = "Columns: E-mail (A) is login, Pass (B) is password, Group (C) is group. Not used: Remark (D)."
    assert looked.stdout == f"{shown}\nNothing was imported.\n"
    assert (done.stdout, done.stderr) == ("1 account added, 0 changed.\n", f"{shown}\n")
    async with database(sqlite_url):
        assert [one.login for one in await records.by_ids([1])] == ["ann@example.com"]
        assert await Account.all().count() == 1


async def test_what_accounts_lose_is_looked_at_again_after_a_yes_at_the_terminal(
    sqlite_url: str, sealer: Sealer, tmp_path: Path
) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("login,group,proxy\nann,emea,\n", encoding="utf-8")
    proxies = [parse_proxy("http://gate.example:80")]
    ours, terminal = pty.openpty()
    async with database(sqlite_url):
        await records.save_accounts([AccountRecord(login="ann", group="emea")], sealer=sealer)
        asking = await asyncio.create_subprocess_exec(
            BELLHOP, "accounts", "import", file, stdin=terminal, stdout=PIPE, stderr=PIPE,
            env={"DATABASE_URL": sqlite_url, "BELLHOP_SECRET_KEYS": KEY},
        )  # fmt: skip
        assert asking.stdout
        await asyncio.wait_for(asking.stdout.readuntil(b"Import 1 account?"), 60)
        await transaction(lambda: proxy_changes.give(proxies, "emea", Takers.WITHOUT, sealer=sealer))
        os.write(ours, b"y\n")

        _, said = await asking.communicate()

        assert b"nothing was imported" in said
        assert b"would lose changed after the preview" in said
        assert not await Account.filter(proxy_id=None).exists()
    os.close(ours)
    os.close(terminal)


async def test_a_preview_says_first_which_accounts_lose_their_proxy(
    sqlite_url: str, sealer: Sealer, tmp_path: Path
) -> None:
    file = tmp_path / "accounts.csv"
    has = b"login,group,proxy\nann,emea,gate.example:80\n"
    file.write_text("login,group,proxy\nann,emea,\n", encoding="utf-8")
    async with database(sqlite_url):
        await records.save_accounts(read_accounts(has, open_session=str).records, sealer=sealer)

    looked = bellhop("accounts", "import", "--preview", str(file), url=sqlite_url)

    assert looked.stdout.splitlines()[0] == "Warning: 1 account would lose its proxy: ann."


async def test_an_export_imported_again_changes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    first, out = tmp_path / "accounts.csv", tmp_path / "out.csv"
    first.write_text(
        "login,group,password,proxy\n'=ann,emea,pw,http://u:p@proxy.example:3128\n000123,emea,,\n",
        encoding="utf-8",
    )
    async with database(sqlite_url):
        pass
    bellhop("accounts", "import", str(first), url=sqlite_url)

    shown = bellhop("accounts", "export", url=sqlite_url)
    written = bellhop("accounts", "export", str(out), url=sqlite_url)
    async with database(sqlite_url):
        before = await Account.all().order_by("id").values()
    again = bellhop("accounts", "import", str(out), url=sqlite_url)

    assert shown.stdout.splitlines() == [
        "login,user_id,group,proxy,needs_proxy,owner",
        "'000123,,emea,,no,",
        "'=ann,,emea,http://u@proxy.example:3128,no,",
    ]
    assert (written.stdout, written.stderr) == ("", "2 accounts written.\n")
    assert out.stat().st_mode & 0o077 == 0
    assert again.stdout == "0 accounts added, 2 changed.\n"
    async with database(sqlite_url):
        assert await Account.all().order_by("id").values() == before
        assert (
            await Audit.all().values_list("actor", "about")
            == [(f"shell:{getpass.getuser()}", "2 accounts from a file")] * 2
        )


async def test_an_owner_is_looked_up_where_a_token_is_set(
    sqlite_url: str, tmp_path: Path, slack: LocalSlack
) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("login,group,owner\nann,emea,@ana\nben,emea,ben@team.example\n", encoding="utf-8")
    async with database(sqlite_url):
        pass
    token = {"SLACK_BOT_TOKEN": slack.workspace.bot_token, "SLACK_API_URL": slack.api_url}

    refused = bellhop("accounts", "import", str(file), url=sqlite_url)
    done = await asyncio.to_thread(bellhop, "accounts", "import", str(file), url=sqlite_url, **token)

    assert "Row 2: owner @ana cannot be looked up: SLACK_BOT_TOKEN is not set here." in refused.stderr
    assert "Row 3: owner ben@team.example cannot be looked up" in refused.stderr
    assert done.stdout == "2 accounts added, 0 changed.\n"
    async with database(sqlite_url):
        assert await Account.all().order_by("login").values_list("owner", flat=True) == ["U0ANA", "U0BEN"]
