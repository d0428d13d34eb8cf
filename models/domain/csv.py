"""Rows for a spreadsheet: what people and sites wrote must not become a formula there. Pure."""

import csv
from collections.abc import Iterable
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def safe(cell: object) -> str:
    """A cell that is text for every spreadsheet: what begins like a formula gets an apostrophe in front (OWASP)."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def line(cells: Iterable[object]) -> str:
    """One line of CSV, with its end."""
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return buffer.getvalue()
