"""What a spreadsheet writes is what is read."""

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from models.domain.account_files.reader import read_accounts
from models.domain.text import draws_nothing, login_key
from models.domain.values.accounts import AccountRecord


def _no_file(name: str) -> str:
    raise FileNotFoundError(name)


def _read(text: str) -> list[AccountRecord]:
    return read_accounts(text.encode(), open_session=_no_file).records


_cells = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=40)
_names = _cells.filter(
    lambda text: (
        not text.startswith(("'", "="))
        and not any(map(draws_nothing, text))
        and not re.search(r"\dE|\d[.,]0", text, re.IGNORECASE)
    )
)
_LAST = "a login that is longer than those that are drawn"


@given(
    st.lists(st.tuples(_names, _names, _names), min_size=1, unique_by=lambda line: login_key(line[0].strip()))
)
def test_what_a_spreadsheet_writes_is_what_is_read(lines: list[tuple[str, str, str]]) -> None:
    lines = [line for line in lines if line[0].strip() and line[1].strip()]
    file = io.StringIO()
    csv.writer(file).writerows([("login", "group", "password"), *lines, (_LAST, "one", "")])

    read_back = [
        (record.login, record.group, record.password.strip())
        for record in _read(file.getvalue())
        if record.login != _LAST
    ]

    assert read_back == [tuple(cell.strip() for cell in line) for line in lines]
