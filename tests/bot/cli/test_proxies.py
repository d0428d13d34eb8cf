"""Proxies on the command line: imported, tested through a real one, listed; no password in any of it."""

import asyncio
import getpass
import subprocess
from pathlib import Path

from models.access.grants import Audit
from models.accounts.records import credentials
from models.database import database
from models.domain.proxies import parse_proxy
from models.secrets.sealing import Sealer
from models.tables.accounts import Proxy
from tests.conftest import KEY
from tests.e2e.test_commands import BELLHOP
from tests.executor.proxy import servers
from tests.factories import some_accounts

WORD = "sticky-7Qz"


async def proxies(url: str, *arguments: str, site: str = "") -> subprocess.CompletedProcess[str]:
    """The command, while the loop of the test serves what it connects to."""
    return await asyncio.to_thread(
        lambda: subprocess.run(
            [BELLHOP, "proxies", *arguments],
            env={"DATABASE_URL": url, "BELLHOP_SECRET_KEYS": KEY, "BELLHOP_SITE_URL": site, "COLUMNS": "300"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    )


async def test_a_list_is_imported_tested_and_shown(sqlite_url: str, sealer: Sealer, tmp_path: Path) -> None:
    seen: list[str] = []
    async with database(sqlite_url):
        first, _ = await some_accounts(2, sealer)
    page = servers.answering(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    async with (
        servers.listening(page) as site,
        servers.listening(servers.connect_proxy(seen, f"u:{WORD}")) as port,
    ):
        file = tmp_path / "proxies.txt"
        file.write_text(f"127.0.0.1:{port}:u:{WORD}\n127.0.0.1:{port}:u:other\n")

        imported = await proxies(sqlite_url, "import", str(file), "--group", "EMEA")
        tested = await proxies(sqlite_url, "test", site=f"http://127.0.0.1:{site}")
        shown = await proxies(sqlite_url, "list")

    assert imported.stdout == "2 proxies, 2 of them new. 2 accounts got one each.\n"
    assert "Tested 2 proxies: 1 answers, 1 does not." in tested.stdout
    assert f"127.0.0.1:{port} refuses the user name or password." in tested.stdout
    assert tested.returncode == 1
    assert seen == [f"CONNECT 127.0.0.1:{site}"] * 2
    assert "does not answer" in shown.stdout
    assert not any(WORD in done.stdout + done.stderr for done in (imported, tested, shown))
    async with database(sqlite_url):
        given = (await credentials(first.id, sealer=sealer)).proxy
        lines = await Audit.all().order_by("id").values_list("actor", "action", "about")
    assert lines == [
        (f"shell:{getpass.getuser()}", "edit accounts", "2 proxies from a file, for accounts of EMEA"),
        (f"shell:{getpass.getuser()}", "test proxies", "2 proxies"),
    ]
    assert given == parse_proxy(f"127.0.0.1:{port}:u:{WORD}")


async def test_a_bad_line_is_named_and_nothing_is_imported(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "proxies.txt"
    file.write_text(f"10.0.0.1:80:u:{WORD}\n10.0.0.2:u:{WORD}\n")

    done = await proxies(sqlite_url, "import", str(file))

    assert done.returncode == 2
    assert done.stderr.startswith("bellhop: nothing was imported.\nLine 2: proxy must be")
    assert WORD not in done.stderr
    async with database(sqlite_url):
        assert await Proxy.all().count() == 0
