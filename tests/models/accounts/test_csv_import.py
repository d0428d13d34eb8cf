"""Tables of accounts: every bad row is reported by its number, and one bad line refuses the file."""

import io
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.account_files.header import COLUMNS
from models.domain.account_files.reader import read_accounts
from models.domain.errors import BadRequest
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import CHANGED, AccountRecord

_COOKIE = {
    "name": "sid", "value": "x", "domain": "site.example", "path": "/", "expires": -1, "httpOnly": False, "secure": False,
    "sameSite": "Lax",
}  # fmt: skip
_STATE = json.dumps({"cookies": [_COOKIE], "origins": []})


def _no_file(name: str) -> str:
    raise FileNotFoundError(name)


def _read(text: str, files: Callable[[str], str] = _no_file) -> list[AccountRecord]:
    return read_accounts(text.encode(errors="replace"), open_session=files).records


def _refusals(text: str, files: Callable[[str], str] = _no_file) -> dict[str, str]:
    with pytest.raises(BadRequest) as refused:
        _read(text, files)
    return refused.value.refusals


def test_a_full_line_is_read() -> None:
    line = "ann,1001,pw,emea,http://u:p@proxy.example:3128,yes,ann.json,U0ANA,jbsw y3dp ehpk 3pxp"

    (record,) = _read(f"{','.join(COLUMNS)}\n{line}\n", lambda _: _STATE)

    assert record == AccountRecord(
        login="ann", user_id="1001", password="pw", group="emea", needs_proxy=True, owner="U0ANA",
        proxy=ProxyAddress(scheme="http", host="proxy.example", port=3128, username="u", password="p"),
        session={"cookies": [_COOKIE], "origins": []}, totp="JBSWY3DPEHPK3PXP",
    )  # fmt: skip


def test_a_totp_that_makes_no_code_is_refused_by_its_line_without_being_repeated() -> None:
    refusals = _refusals("login,group,totp\nann,emea,492039\n")

    assert refusals["row 2"].startswith("Row 2: totp is not base32 of at least 16 characters.")
    assert "492039" not in str(refusals)


def test_login_and_group_are_enough_in_any_order() -> None:
    left = frozenset(CHANGED)
    assert _read("group,login\nemea,ann\n") == [AccountRecord(login="ann", group="emea", left=left)]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_marks_and_line_ends_are_no_matter(mark: str, end: str) -> None:
    text = mark + end.join(["login,group", "ann,emea", "", "ben,emea", ""])

    assert [record.login for record in _read(text)] == ["ann", "ben"]


def test_quotes_hold_commas_quotes_and_line_ends() -> None:
    (record,) = _read('login,group,password\nann,emea,"p,""w""\nx"\n')

    assert record.password == 'p,"w"\nx'


@pytest.mark.parametrize(
    "formula", ["=cmd|'/c calc'!A1", "+1+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")']
)
def test_what_looks_like_a_formula_is_data(formula: str) -> None:
    cell = formula.replace('"', '""')

    (record,) = _read(f'login,group,password\n"{cell}","{cell}","{cell}"\n')

    assert (record.login, record.group, record.password) == (formula, formula, formula)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("login", "is missing group."),
        ("colour", "has the unknown column 'colour' (A)."),
        ("password", "is missing login, group."),
        ("login,group,colour", "has the unknown column 'colour' (C)."),
    ],
)
def test_a_wrong_header_is_refused_with_the_right_one(header: str, sentence: str) -> None:
    refusal = _refusals(f"{header}\nann,emea\n")["header"]

    assert f"The header {sentence}" in refusal
    assert ", ".join(COLUMNS) in refusal


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (",emea,,,", "login is empty."),
        ("ann,,,,", "group is empty."),
        ("ann,  ,,,", "group is empty."),
        ("ann,emea,,maybe,", "needs_proxy must be yes or no, not 'maybe'."),
        ("ann,emea,proxy.example,,", "proxy must be a URL such as"),
        ("ann,emea,ftp://h:1,,", "proxy must be a URL such as"),
        ("ann,emea,http://h:99999,,", "proxy must be a URL such as"),
        ("ann,emea,http://[,,", "proxy must be a URL such as"),
        (f"ann,emea,http://{'h' * 256}:1,,", "can have up to 255 characters, and no line breaks."),
        ("ann,emea,,,gone.json", "the session file gone.json cannot be read."),
        ("ann,emea,,,{", "session is not JSON"),
        (f"ann,emea,,,{'[' * 100_000}", "session is not JSON"),
        ("ann,emea,,,{}", "session is not a browser's storage state"),
        ("ann,emea,,,[]", "session has no cookies"),
        (f"{'x' * 256},emea,,,", "login can have up to 255 characters; this one has 256."),
        (f"ann,{'x' * 101},,,", "group can have up to 100 characters; this one has 101."),
        ('"a\nb",emea,,,', "login must be one line of text."),
        ("ann,emea,,,,,x", "more cells than the header has columns."),
    ],
)
def test_each_bad_line_is_reported_by_its_number(line: str, sentence: str) -> None:
    refusals = _refusals(f"login,group,proxy,needs_proxy,session\nok,emea,,,\n{line}\n")

    assert list(refusals) == ["row 3"]
    assert refusals["row 3"].startswith("Row 3: ")
    assert sentence in refusals["row 3"]


def test_all_that_is_wrong_with_a_line_is_told_at_once() -> None:
    (sentence,) = _refusals("login,group,user_id,proxy\n4.9E+11,,1.2E+14,ftp://h:1\n").values()

    assert sentence.startswith("Row 2: login is a number that a spreadsheet shortened")
    assert all(
        part in sentence for part in ("user_id is a number", "group is empty.", "its type is none of these")
    )
    assert "login is empty" not in sentence


def test_all_bad_lines_are_reported_at_once() -> None:
    assert list(_refusals("login,group\n,emea\nann,emea\nben,\n")) == ["row 2", "row 4"]


def test_a_login_may_stand_in_the_file_once() -> None:
    refusals = _refusals("login,group\nann,emea\nAnn,emea\nann,apac\n")

    assert refusals == {
        "row 3": "Row 3: the login Ann is in the file twice, once as ann.",
        "row 4": "Row 4: the login ann is in the file twice, once as Ann.",
    }


def test_broken_quotes_are_reported() -> None:
    assert "not readable as CSV" in _refusals('login,group\n"ann"x,emea\n')["row 2"]


def test_a_file_without_accounts_is_refused() -> None:
    assert _refusals("login,group\n") == {"lines": "The file has no accounts."}


def test_a_file_of_5000_is_read_and_one_more_is_too_many() -> None:
    lines = "".join(f"ann{n},emea\n" for n in range(5000))

    assert len(_read(f"login,group\n{lines}")) == 5000
    assert "At most 5000" in _refusals(f"login,group\n{lines}one_more,emea\n")["lines"]


def test_twenty_bad_lines_are_named_and_the_others_counted() -> None:
    lines = "".join(f"ann{n},emea,{{\n" for n in range(60))

    with pytest.raises(BadRequest) as refused:
        _read(f"login,group,session\n{lines}")

    assert list(refused.value.refusals) == [f"row {number}" for number in range(2, 22)]
    assert refused.value.more == 40


@pytest.mark.parametrize("line", ["x\n", "a,b\n", ",\n", "\n", "{},b\n"])
def test_reading_stops_at_the_first_line_too_many(line: str) -> None:
    seen: list[str] = []

    class Watched(io.TextIOWrapper):
        def readline(self, *most: Any) -> str:
            seen.append(line)
            return super().readline(*most)

    lines = "".join(line.format(n) for n in range(20_000))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(io, "TextIOWrapper", Watched)
        assert "this file has more." in _refusals(f"login,group\n{lines}")["lines"]

    assert len(seen) == 5002  # the header, 5000, and one


@pytest.mark.parametrize("before", ["", "login,group\n"])
def test_a_line_that_is_too_long_is_not_taken_apart(before: str) -> None:
    number = 1 + before.count("\n")

    assert (
        f"Row {number}: not readable as CSV (longer than"
        in _refusals(before + "," * 3_000_000)[f"row {number}"]
    )


def test_a_column_may_stand_in_the_header_once() -> None:
    assert "has a column twice" in _refusals("login,group,login\nann,emea,ben\n")["header"]


@pytest.mark.parametrize(
    "pasted",
    [
        '[{"name": "c_user", "value": "hunter2"}]',
        "hunter2==",
        '{"cookies": [{"name": "hunter2", "expires": NaN}]}',
        '{"cookies": [{"name": "hunter2", "expires": ' + "1" * 5000 + "}]}",
        '{"cookies": [{"name": "hunter2", "value": ' + "[" * 500 + "]" * 500 + "}]}",
    ],
)
def test_a_session_that_cannot_be_used_is_not_repeated(pasted: str) -> None:
    cell = pasted.replace('"', '""')

    refusals = _refusals(f'login,group,session\nann,emea,"{cell}"\n')

    assert refusals
    assert "hunter2" not in str(refusals)


def test_a_session_file_that_is_no_text_is_refused() -> None:
    refusals = _refusals("login,group,session\nann,emea,a.json\n", lambda _: b"\xff".decode())

    assert refusals == {"row 2": "Row 2: the session file is not text."}


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    for file in (text, f"login,group,proxy,session\n{text}"):
        with suppress(BadRequest):
            _read(file)
