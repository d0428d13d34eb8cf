"""The rows of an Excel workbook, read row by row. Pure."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, time
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from models.domain.account_files.source import Open
from models.domain.account_files.tables import Row
from models.domain.errors import BadRequest

MOST_UNPACKED = 100_000_000  # bytes
_LARGE = (
    "xl/worksheets/",
    "xl/sharedStrings.xml",
    "xl/media/",
)  # parts with as much as the sheet has, and pictures
_MOST_LARGE, _MOST_SMALL = 50_000_000, 2_000_000  # bytes of such a part, and of another
_MOST_ELEMENTS, _MOST_FEW = 500_000, 50_000  # of XML, in all, and in a part that is not large
MOST_TEXT = 20_000_000  # characters of its cells: as many as a table in plain text may have in Slack
_MOST_PLACES = 5_000_000  # cells, empty ones too: one far to the right makes 16,384 of a row
_STEP = 1_000_000  # bytes looked at at a time
_EXACT = 10**15  # a number from here on has lost digits: Excel keeps 15 of them
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, KeyError, IndexError, ValueError, TypeError, AttributeError, EOFError, OSError, RuntimeError, ArithmeticError, AssertionError,
)  # fmt: skip
"""What openpyxl raises at a file that is no sound workbook."""
LOST = "1E+15"
"""What stands for a number whose digits Excel has lost."""


def is_workbook(file: Open) -> bool:
    """Whether it is a workbook of Excel since 2007."""
    try:
        with file() as opened, zipfile.ZipFile(opened) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def workbook_rows(file: Open) -> Iterator[Row]:
    """The rows of its first sheet that has any; raise BadRequest for one that is broken or too large."""
    try:
        with file() as opened, zipfile.ZipFile(opened) as archive:
            _check(archive)
        with file() as opened:
            yield from _rows(opened)
    except _BROKEN as error:
        raise BadRequest({"file": "The workbook cannot be read. Save it again, or as CSV UTF-8."}) from error


def _check(archive: zipfile.ZipFile) -> None:
    """Raise BadRequest where its parts are too large. All but the sheet are parsed whole: an element may take a kilobyte."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_large(f"{MOST_UNPACKED // 10**6} MB unpacked")
    elements = 0
    for part in parts:
        is_large = part.filename.startswith(_LARGE)
        if part.file_size > (_MOST_LARGE if is_large else _MOST_SMALL):
            raise _too_large(f"{_MOST_LARGE // 10**6} MB of texts and {_MOST_SMALL // 10**6} MB of formats")
        found = _elements(archive, part)
        elements += found
        if elements > _MOST_ELEMENTS or (found > _MOST_FEW and not is_large):
            raise _too_large(f"{_MOST_ELEMENTS:,} cells and {_MOST_FEW:,} formats")


def _elements(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with archive.open(part) as opened:
        return sum(text.count(b"<") - text.count(b"</") for text in iter(lambda: opened.read(_STEP), b""))


def _too_large(most: str) -> BadRequest:
    return BadRequest({"file": f"A workbook can have up to {most}; this one has more. Save it as CSV UTF-8."})


def _rows(opened: BinaryIO) -> Iterator[Row]:
    """One text that many cells share is stored once: some kilobytes can become any number of megabytes."""
    from openpyxl import load_workbook  # slow to import, and few files are workbooks

    room, places = MOST_TEXT, _MOST_PLACES
    for sheet in load_workbook(opened, read_only=True, data_only=True).worksheets:
        sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
        number = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            places -= len(values)
            if places < 0:
                raise _too_large(f"{_MOST_PLACES:,} cells, empty ones included")
            cells = tuple(map(_text, values))
            room -= sum(map(len, cells))
            if room < 0:
                raise _too_large(f"{MOST_TEXT // 10**6} MB of text")
            yield Row(number=number, cells=cells)
        if number:
            return


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        if abs(value) >= _EXACT:
            return LOST
        return str(int(value)) if value == int(value) else repr(value)
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
