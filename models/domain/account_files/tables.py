"""The rows of a text: delimiter, `sep=` line, line ends, quotes. Pure."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_CELL = 1_000_000  # characters; a session with its cookies is tens of thousands
LONGEST_LINE = 2 * LONGEST_CELL + 200_000  # a session, with its quotes doubled, and the rest
_DELIMITERS = ",;\t|"
_SAMPLE = 10_000  # characters of the first line that the delimiter is found out from
_SEP = re.compile(r"\"?sep=([^\r\n\"])\"?\r?\n?", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
DASHES = "----"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a sheet."""

    number: int  # as a spreadsheet counts it, from 1
    cells: tuple[str, ...]
    raw: str = ""  # the text it was read from; empty for a workbook


class BadRow(ValueError):
    """A row that cannot be read, with its number."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number = number


def rows_of(text: io.TextIOBase) -> Iterator[Row]:
    """The rows of a text with a delimiter, empty ones too; raise BadRow where it cannot be read on."""
    lines = _Lines(text)
    first = lines.peek()
    if mark := _SEP.fullmatch(first):
        lines.skip()
        delimiter = mark[1]
    elif DASHES in first:
        yield from _dashed(lines)
        return
    else:
        delimiter = _delimiter(first)
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            number += 1
            yield Row(number=number, cells=tuple(cells), raw=lines.taken())
    except csv.Error as error:
        raise BadRow(number + 1, _why(str(error), lines.taken())) from error


def _why(error: str, raw: str) -> str:
    if '{"' in raw or "[{" in raw:
        return "put a session with commas in CSV quotes, or in a session file."
    return f"not readable as CSV ({error})."


def _dashed(lines: "_Lines") -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        cells = tuple(cell.strip() for cell in line.split(DASHES)) if line.strip() else ()
        yield Row(number=number, cells=cells, raw=line)


def _delimiter(first: str) -> str:
    """The one that stands most often outside quotes; a comma where none does."""
    bare = _QUOTED.sub("", first[:_SAMPLE])
    return max(_DELIMITERS, key=bare.count)


class _Lines:
    """The lines of a text, with those that the last row was read from; a row that is too long ends them."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._lines = text
        self._taken: list[str] = []
        self._first: str | None = None

    def peek(self) -> str:
        self._first = self._lines.readline(LONGEST_LINE + 1).lstrip("\ufeff")
        return self._first

    def skip(self) -> None:
        self._first = None

    def taken(self) -> str:
        """The text since the last call."""
        text, self._taken = "".join(self._taken), []
        return text

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._lines.readline(LONGEST_LINE + 1) if self._first is None else self._first
        self._first = None
        if not line:
            raise StopIteration
        self._taken.append(line)
        if len(line) > LONGEST_LINE:
            raise csv.Error(f"longer than {LONGEST_LINE} characters")
        return line
