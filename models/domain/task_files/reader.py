"""The one reader of lists of tasks, for a file, a paste and the command line, on the reader of spreadsheets. Pure."""

from collections.abc import Iterator
from itertools import chain, islice

from models.domain.account_files import cells as one_cell
from models.domain.account_files.encoding import lines_of
from models.domain.account_files.header import Column
from models.domain.account_files.source import Open, opening
from models.domain.account_files.tables import BadRow, Row, rows_of
from models.domain.account_files.workbook import is_workbook, workbook_rows
from models.domain.errors import BadRequest
from models.domain.task_files import columns
from models.domain.task_files.line import ACCOUNT, Line, TaskList

MOST_TASKS = 5000
MOST_MB = 5  # of a file: 5,000 tasks with a link each are 1
_MOST_EMPTY = 5000  # rows
_MOST_COLUMNS = 100
_LONGEST = 2000  # characters of a cell
_MOST_REMARKS = 20
_HINT = "Choose a file, or paste the list."


def read_tasks(given: bytes | Open, *, type_id: str = "") -> TaskList:
    """Read a spreadsheet, a text or a workbook; ``type_id`` is that of lines that say none.

    Raise BadRequest for a list that cannot be read as one; a line that cannot be used says why, and is no error. Reading
    stops at the first line that is too many. It may take a second: whoever answers others meanwhile calls this in a thread.
    """
    if isinstance(given, bytes) and len(given) > MOST_MB * 10**6:
        raise BadRequest(
            {"file": f"A list can have up to {MOST_MB} MB; this one has {len(given) // 10**6}. Split it."}
        )
    file, reading = opening(given), _Reading(type_id)
    try:
        if is_workbook(file):
            reading.read(workbook_rows(file))
        else:
            text, guessed = lines_of(file)
            with text:
                if guessed:
                    reading.remark(
                        f"The file is not UTF-8, so Bellhop read it as {guessed}. Check names with accents."
                    )
                reading.read(rows_of(text))
    except BadRow as error:
        raise BadRequest({"lines": f"Row {error.number}: {error}"}) from error
    return reading.result()


class _Reading:
    """What has been read of one list."""

    def __init__(self, type_id: str) -> None:
        self._type = type_id
        self._columns: tuple[Column, ...] = ()
        self._lines: list[Line] = []
        self._remarks: list[str] = []
        self._empty = 0
        self._room = (
            MOST_MB * 10**6
        )  # characters: a workbook of some kilobytes can unpack to a hundred times as many

    def read(self, rows: Iterator[Row]) -> None:
        """The header, if there is one, then each row."""
        first = next((row for row in islice(rows, _MOST_EMPTY) if any(map(str.strip, row.cells))), None)
        if first is None:
            raise BadRequest({"lines": f"The list is empty. {_HINT}"})
        if len(first.cells) > _MOST_COLUMNS:
            raise BadRequest({"header": f"A list can have up to {_MOST_COLUMNS} columns."})
        if columns.is_header(first.cells):
            self._columns = columns.understood(first.cells, type_id=self._type)
        else:
            self._columns = columns.assumed(self._type)
            rows = chain([first], rows)
        for row in rows:
            self._take(row)

    def remark(self, sentence: str) -> None:
        if len(self._remarks) < _MOST_REMARKS:
            self._remarks.append(sentence)

    def _take(self, row: Row) -> None:
        if not any(map(str.strip, row.cells)):
            self._empty += 1
            if self._empty > _MOST_EMPTY:
                raise BadRequest({"lines": f"At most {_MOST_EMPTY} empty lines; this list has more."})
            return
        if len(self._lines) >= MOST_TASKS:
            raise BadRequest(
                {"lines": f"At most {MOST_TASKS:,} tasks at a time; this list has more. Split it."}
            )
        line = self._line(row)
        self._room -= sum(map(len, line.cells.values()))
        if self._room < 0:
            raise BadRequest({"file": f"A list may have {MOST_MB} MB of text; this has more. Split it."})
        self._lines.append(line)

    def _line(self, row: Row) -> Line:
        named = {one.field: row.cells[one.index] for one in self._columns if self._has(row, one)}
        values, wrong = dict[str, str](), list[str]()
        for field, cell in named.items():
            try:
                value, remark = one_cell.cleaned(field, cell[: _LONGEST + 1], row)
            except ValueError as error:
                wrong.append(str(error))
                continue
            if len(value) > _LONGEST:
                wrong.append(f"{field} can have up to {_LONGEST} characters.")
            elif value:
                values[field] = value
            if remark:
                self.remark(f"Row {row.number}: {remark}.")
        if any(cell.strip() for cell in row.cells[len(self._columns) :]):
            wrong.append("It has more cells than the header has columns.")
        if ACCOUNT not in values and not wrong:
            wrong.append("account is empty.")
        return Line(number=row.number, cells=values, why=" ".join(wrong))

    @staticmethod
    def _has(row: Row, column: Column) -> bool:
        return bool(column.field) and column.index < len(row.cells)

    def result(self) -> TaskList:
        """What was read, or BadRequest."""
        if not self._lines:
            raise BadRequest({"lines": f"The list has a header and no tasks. {_HINT}"})
        fields = tuple(one.field for one in self._columns if one.field)
        return TaskList(
            lines=tuple(self._lines), columns=fields, type=self._type, remarks=tuple(self._remarks)
        )
