"""A file of accounts goes out and comes back in, and nothing is changed by it."""

import string
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handlers.accounts.files.export import lines
from models.accounts import export, listing
from models.accounts.records import save_accounts
from models.domain.account_files.names import one_spelling
from models.domain.account_files.reader import read_accounts
from models.domain.csv import marked, unmarked
from models.domain.filters import RosterFilter
from models.domain.proxies import refusal
from models.domain.text import draws_nothing, login_key
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.sql import rows
from tests.models.domain.proxy_forms import PROXIES
from tests.models.examples import ExampleDatabase

_STATE = {"cookies": [{"name": "sid", "value": "x", "domain": "site.example", "path": "/"}], "origins": []}
_ODD = [
    "'ann", "''", "=1+1", '="ann"', "-ann", "@ann", "+49 555 0100", "000123", "123456789012345000", "10001", "1.5", "901.0",
    "1E5", "0", "1-2", "a,b", 'a"b', "sep=;", "yes", "login", "ann@example.com", "1ann@example.com", "Zürich", "日本",
]  # fmt: skip
_names = st.sampled_from(_ODD) | st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cf", "Cn"]), min_size=1, max_size=20
).map(str.strip).filter(lambda text: text and not any(map(draws_nothing, text)))
_owners = st.just("") | st.text(string.ascii_uppercase + string.digits, min_size=2, max_size=8).map(
    lambda rest: f"U{rest}"
)
_records = st.builds(
    AccountRecord,
    login=_names,
    group=_names.map(lambda name: f"g {name}") | st.sampled_from(["emea", "EMEA", "=emea", "'emea"]),
    user_id=st.just("") | _names,
    password=st.sampled_from(["", "pw"]),
    proxy=st.none() | PROXIES.filter(lambda proxy: not refusal(proxy)),
    needs_proxy=st.booleans(),
    session=st.sampled_from([None, _STATE]),
    owner=_owners,
    totp=st.sampled_from(["", "JBSWY3DPEHPK3PXP"]),
)
_accounts = st.lists(_records, min_size=1, max_size=8, unique_by=lambda record: login_key(record.login))


def _no_file(name: str) -> str:
    raise FileNotFoundError(name)


async def _text() -> str:
    return "".join([line async for some in lines(RosterFilter()) for line in some])


async def _all() -> list[list[dict[str, Any]]]:
    return [
        await rows(f"SELECT * FROM {table} ORDER BY id") for table in ("account", "proxy", "account_group")
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_accounts)
@example([AccountRecord(login=odd, group="emea", user_id=odd) for odd in _ODD])
def test_accounts_that_go_out_and_come_back_in_are_the_same(
    sqlite_examples: ExampleDatabase, sealer: Sealer, accounts: list[AccountRecord]
) -> None:
    async def body() -> None:
        await save_accounts(accounts, sealer=sealer)
        before = await _all()

        read = read_accounts((await _text()).encode(), open_session=_no_file)
        given, told = one_spelling(read.records, await listing.groups())
        done = await save_accounts(given, sealer=sealer)

        assert await _all() == before
        assert (done.added, done.changed) == (0, len(accounts))
        assert not [*told, *read.remarks]

    sqlite_examples.empty()
    sqlite_examples.run(body())


@given(st.text())
def test_a_marked_cell_is_no_formula_and_gives_its_text_back(text: str) -> None:
    assert not marked(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))
    assert unmarked(marked(text)) == text


async def test_no_secret_goes_out_and_every_page_does(database: str, sealer: Sealer) -> None:
    many = [
        AccountRecord(
            login=f"a{n:03}", group="emea", password="hunter2", totp="JBSWY3DPEHPK3PXP", session=_STATE
        )
        for n in range(450)
    ]
    await save_accounts([*many, AccountRecord(login="Zoe", group="apac")], sealer=sealer)

    text = await _text()

    assert [line.split(",")[0] for line in text.splitlines()[1:] if line.startswith("a")] == [
        one.login for one in many
    ]
    assert await export.count(RosterFilter(groups=("apac",))) == 1
    assert not [secret for secret in ("hunter2", "JBSW", "sid") if secret in text]
