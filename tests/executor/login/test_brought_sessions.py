"""Sessions as people bring them log the account in, in a real browser."""

import pytest

from bot.sandbox.site import PracticeSite
from executor.browser.pool import BrowserPool
from models.accounts.session_files import SessionFolder
from models.domain.account_files.reader import read_accounts
from tests.account_files import CASES, HERE
from tests.executor.conftest import MakeJob, do

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("short_waits")]
_LOGGED_IN = [
    name
    for name, case in CASES.items()
    if name.startswith("C") and "logged in" in case["expected"] and isinstance(case["want"], list)
]


@pytest.mark.parametrize(
    "name", [*_LOGGED_IN, "C22-cookie-header", "C16-expires-zero", "C13-expires-milliseconds"]
)
async def test_the_account_is_logged_in_by_it(
    name: str, site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    (token,) = [one["value"] for one in site.session_for("ana@example.com")["cookies"]]
    folder = SessionFolder(HERE)

    def open_session(path: str) -> str:
        return folder(path).replace("TOKEN", token)

    data = (HERE / CASES[name]["file"]).read_bytes().replace(b"TOKEN", token.encode())
    (record,) = read_accounts(data, open_session=open_session, site_url=site.url).records

    done = await do(make_job(session=record.session, password=None), browsers)

    assert done.outcome.result == "logged in"
