"""Rows for a spreadsheet: what people and sites wrote must not become a formula there. Pure."""

import csv
import re
from collections.abc import Iterable
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_INSIDE = re.compile(r"([;\t\r\n](?:\"|[^\S\t\r\n])*)(?=[=+\-@])")
"""Where a formula begins for a spreadsheet that takes another sign than the comma between cells."""


def safe(cell: object) -> str:
    """A cell that is text for every spreadsheet: what begins like a formula gets an apostrophe in front (OWASP).

    >>> safe("=1+1"), safe("Shop;=1+1"), safe("Shop; or 2")
    ("'=1+1", "Shop;'=1+1", 'Shop; or 2')
    """
    text = _INSIDE.sub(r"\1'", str(cell))
    return f"'{text}" if text.startswith(_FORMULA) else text


def line(cells: Iterable[object]) -> str:
    """One line of CSV, with its end."""
    return _line(map(safe, cells))


MARK = "'"
"""In front of a cell that is text, whatever it looks like."""
_KEPT = re.compile(r"0|[1-9]\d{0,10}|(?:[^\W\d]|\d[^@]*@).*", re.DOTALL)
"""What a spreadsheet leaves as it is: a number of up to 11 digits, and what begins with a letter, or is an address; but"""
_TURNED = re.compile(
    r"(?:jan|f[eé]b|f[eé]v|m[aä]r|mrz|mrt|maa|apr|avr|abr|ma[yig]|mei|jun|juin|giu|jul|juil|lug|aug|ao[uû]|ago"
    r"|sep|set|o[ck]t|out|ott|nov|de[cz]|déc|dic)[^\W\d]*[\s\-/.,]*\d[\d\s\-/.,:]*"
    r"|true|false|wahr|falsch|vrai|faux|verdadero|falso|vero|verdadeiro|waar|onwaar",
    re.IGNORECASE,
)
"""what it takes for a day of a month, such as ``mar1``, or for true and false, in the languages it is sold in most."""


def marked(cell: str) -> str:
    """A cell that every spreadsheet leaves as it is, and from which ``unmarked`` gives it back.

    >>> marked("=1+1"), marked("000123"), marked("'x"), marked("ann@example.com"), marked("10001")
    ("'=1+1", "'000123", "''x", 'ann@example.com', '10001')
    >>> marked("mar1"), marked("TRUE"), marked("marina"), marked("true.love")
    ("'mar1", "'TRUE", 'marina', 'true.love')
    """
    is_kept = not cell or (_KEPT.fullmatch(cell) and not _TURNED.fullmatch(cell))
    return cell if is_kept else f"{MARK}{cell}"


def is_marked(cell: str) -> bool:
    """Whether an apostrophe in front says that the rest is text, as it stands."""
    return cell.startswith(MARK) and cell != MARK


def unmarked(cell: str) -> str:
    """The text of a cell without the mark in front."""
    return cell.removeprefix(MARK) if is_marked(cell) else cell


def marked_line(cells: Iterable[str]) -> str:
    """One line of CSV to be read back, with its end."""
    return _line(map(marked, cells))


def _line(cells: Iterable[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(list(cells))
    return buffer.getvalue()
