"""Lists of tasks as spreadsheets and people write them: the account import's cases, in the shape of tasks."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from models.domain.csv import marked_line
from models.domain.errors import BadRequest
from models.domain.task_files.line import TaskList
from models.domain.task_files.reader import MOST_MB, MOST_TASKS, read_tasks

_TABLE = [
    ["account", "type", "page_name", "category"],
    ["ann@example.com", "create_page", "Café Zoë", "Community"],
    ["bob@example.com", "check", "", ""],
]
_READ = [
    (2, {"account": "ann@example.com", "type": "create_page", "page_name": "Café Zoë", "category": "Community"}),
    (3, {"account": "bob@example.com", "type": "check"}),
]  # fmt: skip


def _text(delimiter: str = ",", end: str = "\r\n") -> str:
    return "".join(delimiter.join(row) + end for row in _TABLE)


def _workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in _TABLE:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def _read(data: bytes | str, type_id: str = "") -> list[tuple[int, dict[str, str]]]:
    return [(one.number, dict(one.cells)) for one in _list(data, type_id).lines]


def _list(data: bytes | str, type_id: str = "") -> TaskList:
    return read_tasks(data.encode() if isinstance(data, str) else data, type_id=type_id)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_text().encode(), id="UTF-8"),
        pytest.param(_text().encode("utf-8-sig"), id="Excel: CSV UTF-8"),
        pytest.param(_text("\t").encode("utf-16"), id="Excel: Unicode text"),
        pytest.param(_text(";").encode("utf-8-sig"), id="Excel: semicolons"),
        pytest.param(_text(";").encode("cp1252"), id="Excel: ANSI"),
        pytest.param(_text(end="\r").encode(), id="an old Mac"),
        pytest.param(("sep=;\r\n" + _text(";")).encode(), id="a line sep="),
        pytest.param(_text("\t", "\n").encode(), id="a paste from a spreadsheet"),
        pytest.param(_text("|", "\n").encode(), id="bars"),
        pytest.param(_text().replace("\r\n", ",,\r\n").encode(), id="empty columns at the end"),
        pytest.param((_text() + ",,,\r\n" * 20).encode(), id="rows of commas at the end"),
        pytest.param("".join(marked_line(row) for row in _TABLE).encode(), id="our own CSV"),
        pytest.param(_text().replace("bob@", '="bob@').replace(",check", '",check').encode(), id="a formula as a guard"),
        pytest.param(_text().replace("bob", "\u200ebob\u200b").encode(), id="invisible characters"),
        pytest.param(_text().replace("account,type", " Login ,Task Type").replace("page_name", "Page name").encode(), id="names as people write them"),
        pytest.param(_workbook(), id="a workbook"),
    ],
)  # fmt: skip
def test_a_list_is_what_it_looks_like_in_a_spreadsheet(data: bytes) -> None:
    assert _read(data) == _READ


@pytest.mark.parametrize(
    ("typed", "type_id", "cells"),
    [
        ("ann\nbob\n", "check", {"account": "ann"}),
        ("ann, Shop 1, Artist\n", "create_page", {"account": "ann", "page_name": "Shop 1", "category": "Artist"}),
        ("account\nann\n", "check", {"account": "ann"}),
        ("why,account,remark\nheld,ann,x\n", "check", {"account": "ann"}),
        ("491511234567\n", "check", {"account": "491511234567"}),
    ],
)  # fmt: skip
def test_lines_of_a_chosen_type_need_no_header_and_no_type(
    typed: str, type_id: str, cells: dict[str, str]
) -> None:
    assert _read(typed, type_id)[0][1] == cells


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "The list is empty."),
        ("\n \n,,\n", "The list is empty."),
        ("account,type\n", "The list has a header and no tasks."),
        ("ann\n", "The first row must be the header: account, type, page_name"),
        ("account\nann\n", "The header is missing type."),
        ("type\ncheck\n", "The header is missing account."),
        ("account,type,colour\nann,check,red\n", "unknown column 'colour' (C)"),
        ("account,login,type\n", ""),
        ("Login,Email,type\nann,ann,check\n", "both mean account"),
        ('account,type\n"ann,check\n', "Row 2: not readable as CSV"),
        ("account\n" + "x\n" * (MOST_TASKS + 1), "At most 5,000 tasks at a time"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(typed: str, sentence: str) -> None:
    with pytest.raises(BadRequest) as refused:
        _list(typed, "check" if typed.startswith("account\nx") else "")

    assert sentence in str(refused.value)


def test_a_list_is_bounded_before_it_is_read() -> None:
    with pytest.raises(BadRequest, match="A list can have up to 5 MB"):
        _list(b"a" * (MOST_MB * 10**6 + 1))


def test_a_small_workbook_does_not_become_a_large_list() -> None:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["account", "type", "page_name"])
    for _ in range(900):
        book.active.append(["a" * 2000] * 3)
    book.save(file)

    assert len(file.getvalue()) < 100_000
    with pytest.raises(BadRequest, match="5 MB of text"):
        _list(file.getvalue())


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",check", "account is empty."),
        ("1.00012E+14,check", "account is a number that a spreadsheet shortened"),
        ("ann,check,,", ""),
        ("ann,check,x", "more cells than the header has columns"),
        (f"{'a' * 2001},check", "account can have up to 2000 characters."),
    ],
)
def test_a_line_that_cannot_be_used_says_why_and_the_others_stand(row: str, why: str) -> None:
    bad, good = _list(f"account,type\n{row}\nbob,check\n").lines

    assert (why in bad.why) if why else not bad.why
    assert good.why == ""


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.sampled_from(["", "check", "create_page"]))  # fmt: skip
def test_whatever_is_given_is_read_or_refused_with_a_sentence(data: bytes, type_id: str) -> None:
    try:
        lines = read_tasks(data, type_id=type_id).lines
    except BadRequest as error:
        refused = str(error)
    else:
        assert all(one.why or one.cells["account"] for one in lines)
        return
    assert refused
