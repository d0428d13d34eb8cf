"""Workbooks of Excel: cells as they are meant, within bounds."""

import io
import tracemalloc
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from models.domain.account_files.reader import AccountFile, read_accounts
from models.domain.errors import BadRequest


def _none(name: str) -> str:
    raise FileNotFoundError(name)


def _book(*rows: Sequence[object]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def _read(book: Workbook) -> AccountFile:
    file = io.BytesIO()
    book.save(file)
    return read_accounts(file.getvalue(), open_session=_none)


def test_numbers_and_yes_are_what_they_look_like() -> None:
    file = _read(
        _book(
            ("Login", "User ID", "Group", "Password", "Needs proxy"),
            (491511234567, 100012345678901.0, "emea", " pw ", True),
        )
    )

    (ann,) = file.records
    assert (ann.login, ann.user_id, ann.password, ann.needs_proxy) == (
        "491511234567",
        "100012345678901",
        " pw ",
        True,
    )
    assert file.remarks == ("Row 2: the password begins or ends with a space; Bellhop keeps it.",)


def test_a_number_that_excel_could_not_hold_is_refused() -> None:
    with pytest.raises(BadRequest, match="Row 3: user_id is a number that a spreadsheet shortened"):
        _read(_book(("login", "user_id", "group"), (), ("ann", 12345678901234567890, "emea")))


def test_a_workbook_that_says_it_is_huge_is_read_in_little_memory() -> None:
    book = _book(("login", "group"), ("ann", "emea"))
    book.active.cell(row=1_048_576, column=16_384, value="")
    book.active.cell(row=1_048_575, column=1).number_format = "0"
    tracemalloc.start()
    try:
        with pytest.raises(BadRequest, match="At most 5000 empty lines"):
            _read(book)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_small_workbook_does_not_become_a_large_file_of_accounts() -> None:
    book = _book(("login", "group", "session"), *(("a", "emea", "s" * 30_000) for _ in range(700)))
    file = io.BytesIO()
    book.save(file)

    assert len(file.getvalue()) < 100_000
    with pytest.raises(BadRequest, match="20 MB of text; this one has more"):
        read_accounts(file.getvalue(), open_session=_none)


def test_rows_that_end_far_to_the_right_are_counted_with_their_empty_cells() -> None:
    book = _book(("login", "group"))
    for row in range(2, 500):
        book.active.cell(row=row, column=16_384, value="x")

    with pytest.raises(BadRequest, match="5,000,000 cells, empty ones included"):
        _read(book)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_what_is_no_table_is_told(data: bytes, sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        read_accounts(data, open_session=_none)


@pytest.mark.parametrize(
    ("part", "element"),
    [("xl/styles.xml", b"<xf/>"), ("xl/sharedStrings.xml", b"<si/>"), ("xl/workbook.xml", b"<x/>"), ("xl/odd", b"<si/>")],
)  # fmt: skip
def test_parts_of_many_elements_are_refused_in_little_memory(part: str, element: bytes) -> None:
    whole, bomb = io.BytesIO(), io.BytesIO()
    _book(("login", "group"), ("ann", "emea")).save(whole)
    with zipfile.ZipFile(whole) as sound, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in {*sound.namelist(), part}:
            packed.writestr(name, b"<a>" + element * 600_000 + b"</a>" if name == part else sound.read(name))
    tracemalloc.start()
    try:
        with pytest.raises(BadRequest, match="Save it as CSV UTF-8"):
            read_accounts(bomb.getvalue(), open_session=_none)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
