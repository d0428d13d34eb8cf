"""CSV files of accounts, whole and broken: accepted as what can be kept, or refused by line, and soon."""

import csv
import io
import json
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.domain.account_files.header import COLUMNS
from models.domain.account_files.reader import read_accounts
from models.domain.errors import BadRequest
from models.domain.values.accounts import AccountRecord
from tests.fuzz.harness.effort import tries
from tests.fuzz.harness.texts import junk, pieces

_HEADER = "login,group,password,proxy,session,owner\n"
_LONGEST_SENTENCE = 1000  # characters
_SECONDS = 2.0  # for any file: it is read twice while a person waits

_cell = (
    st.sampled_from(
        [
            "", "ann", "emea", "yes", "maybe", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", '{"cookies": []}', "[]", "a.json",
            "http://u:p@h:80", "http://%00@h", "http://h\x00:80", "socks5://[::1]", "http://[", "http://u\ud800@h", "U0ANA",
        ]
    )
    | pieces
    | st.text(max_size=12)
)  # fmt: skip
_header = st.permutations(COLUMNS).map(lambda names: names[:6]) | st.lists(
    st.sampled_from([*COLUMNS, "", "x"])
)
_rows = st.lists(st.lists(_cell, min_size=5, max_size=9), max_size=6)


@st.composite
def _files(draw: st.DrawFn) -> str:
    """What a spreadsheet writes, with line ends of all kinds, and then some bytes of it spoiled."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])))
    writer.writerow(draw(_header | st.just(COLUMNS)))
    writer.writerows(draw(_rows))
    text = draw(st.sampled_from(["", "\ufeff", "\ufeff\ufeff"])) + file.getvalue()
    for _ in range(draw(st.integers(0, 3))):
        where = draw(st.integers(0, len(text)))
        text = text[:where] + draw(pieces | st.sampled_from(["\r", "\n", '"', ","])) + text[where + 1 :]
    return text


def _no_file(name: str) -> str:
    return open(name, encoding="utf-8").read()


def _read(text: str) -> list[AccountRecord]:
    """The accounts; none when the file was refused, and refused well."""
    try:
        return read_accounts(text.encode(errors="surrogatepass"), open_session=_no_file).records
    except BadRequest as error:
        refusals = error.refusals
    assert refusals
    assert all(0 < len(sentence) <= _LONGEST_SENTENCE for sentence in refusals.values())
    return []


def _can_be_kept(record: AccountRecord) -> None:
    proxy = [record.proxy.scheme, record.proxy.host, record.proxy.username] if record.proxy else []
    columns = [record.login, record.group, record.user_id, record.owner, *proxy]
    assert all("\x00" not in text and len(text) <= 255 for text in columns)
    assert all(text.encode() is not None for text in [*columns, record.password, json.dumps(record.session)])


@tries(900, long=50_000)
@given(_files() | junk | junk.map(lambda text: _HEADER + text))
@example(_HEADER + "ann,emea,,http://%00@h,,\n")
@example(_HEADER + "ann,emea,,http://h\x00:80,,\n")
@example(_HEADER + "ann,emea,\ud800,,,\n")
@example(_HEADER + f"{'x' * 300},emea,,,,\n")
@example(f"login,group,{'x' * 190_000}\nann,emea,\n")
def test_what_is_accepted_can_be_kept_and_what_is_refused_is_reported_by_line(text: str) -> None:
    for record in _read(text):
        _can_be_kept(record)


@pytest.mark.parametrize(
    "text",
    [
        ",".join(f"column{n}" for n in range(100_000)),
        "login,group\n" + "," * 100_000,
        "login,group\n" * 100_000,
        "login,group\n" + '"' * 1_000_001,
        _HEADER + f"ann,emea,,,{'[' * 190_000},\n" * 20,
        _HEADER + f"ann,emea,{'x' * 190_000},,,\n" * 50,
        _HEADER + f"ann,emea,,http://{'@' * 190_000},,\n" * 5,
        _HEADER + "".join(f"ann{n},emea,,,{{,\n" for n in range(100_000)),
        _HEADER + "".join(f"ann{n},emea,,,,\n" for n in range(50_000)),
        "login,group\r" * 100_000,
        "\n" * 1_000_000,
    ],
    ids=str.__len__,
)
def test_no_file_takes_long(text: str) -> None:
    began = time.process_time()

    _read(text)

    assert time.process_time() - began < _SECONDS
