"""Cells of a CSV that spreadsheets open."""

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from models.domain.csv import line, safe


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1))
def test_a_line_is_read_back_as_its_safe_cells(cells: list[str]) -> None:
    assert list(csv.reader(StringIO(line(cells), newline=""))) == [[safe(cell) for cell in cells]]


_nasty = st.text(st.sampled_from("a1 ;,=+-@\t\r\n\"'"), max_size=12)


@given(st.lists(_nasty, min_size=1, max_size=4), st.sampled_from([";", "\t"]))
def test_no_cell_is_a_formula_for_who_takes_another_sign_between_cells(
    cells: list[str], between: str
) -> None:
    read = csv.reader(StringIO(line(cells), newline=""), delimiter=between)

    assert not [cell for row in read for cell in row if cell.startswith(("=", "+", "-", "@"))]
