"""Sessions as people bring them log the account in, in a real browser."""

import base64
import re
from urllib.parse import urlsplit

import pytest

from bot.sandbox.site import PracticeSite
from executor.browser.pool import BrowserPool
from models.accounts.session_files import SessionFolder
from models.domain.account_files.reader import read_accounts
from tests.account_files import CASES, HERE
from tests.executor.conftest import MakeJob, do

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("short_waits", "ready_pictures"),
]
_PACKED = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")
_LOGGED_IN = [
    *(
        name
        for name, case in CASES.items()
        if name.startswith("C") and isinstance(case["want"], list) and name != "C38-big-session"
    ),
    "C22-cookie-header",
    "C23-base64",
]
"""All sessions that are taken. The cookies of C38 are longer than what the practice site takes as a header; C29's are of two accounts that the practice site does not have."""


def _of_the_site(data: bytes, token: str, port: int) -> bytes:
    """A case's file with this site's port and a cookie of it, in its base64 too."""
    filled = data.replace(b"TOKEN", token.encode()).replace(b"PORT", str(port).encode())
    return _PACKED.sub(lambda packed: _repacked(packed[0], token, port), filled)


def _repacked(packed: bytes, token: str, port: int) -> bytes:
    try:
        plain = base64.b64decode(packed, validate=True)
    except ValueError:
        return packed
    return base64.b64encode(_of_the_site(plain, token, port)) if b"TOKEN" in plain else packed


@pytest.mark.parametrize("name", _LOGGED_IN)
async def test_the_account_is_logged_in_by_it(
    name: str, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    (token,) = [one["value"] for one in site.session_for("ana@example.com")["cookies"]]
    folder, port = SessionFolder(HERE), urlsplit(site.url).port or 0

    def open_session(path: str) -> str:
        return _of_the_site(folder(path).encode(), token, port).decode()

    data = _of_the_site((HERE / CASES[name]["file"]).read_bytes(), token, port)
    (record,) = read_accounts(data, open_session=open_session, site_url=site.url).records

    done = await do(make_job(session=record.session, password=None), browsers)

    assert done.outcome.result == "logged in"
