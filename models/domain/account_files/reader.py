"""The one reader of files of accounts, for the command line and for Slack. Pure but for the session files beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from models.domain.account_files import cells as one_cell
from models.domain.account_files import header, headerless
from models.domain.account_files.encoding import lines_of
from models.domain.account_files.header import Column
from models.domain.account_files.names import lost_digits
from models.domain.account_files.record import OpenSession, record_of
from models.domain.account_files.source import Open, Outside, opening
from models.domain.account_files.tables import BadRow, Row, rows_of
from models.domain.account_files.workbook import is_workbook, workbook_rows
from models.domain.csv import is_marked
from models.domain.errors import BadRequest
from models.domain.text import login_key
from models.domain.values.accounts import AccountRecord

MOST_ACCOUNTS = 5000
MOST_MB = 20  # of a file given in Slack: it is read into memory there
ALONE = Outside()
_MOST_EMPTY = 5000  # rows
_NAMED = 20  # bad rows with a sentence each; of the others there is the number
_MOST_REMARKS = 200  # kept; a preview shows fewer
_MOST_COLUMNS = 1000


@dataclass(frozen=True, kw_only=True)
class AccountFile:
    """What a file of accounts says."""

    records: list[AccountRecord]
    columns: tuple[Column, ...]  # as they were understood; of lines without a header, what was found in them
    remarks: tuple[str, ...] = ()  # sentences on what was changed or left out; no secrets


def read_accounts(
    given: bytes | Open,
    *,
    open_session: OpenSession,
    site_url: str = "",
    group: str = "",
    outside: Outside = ALONE,
) -> AccountFile:
    """Read a spreadsheet, a text or a workbook; raise BadRequest with a sentence for each of the first 20 bad rows.

    ``group`` is that of the accounts of a file without a column for it. Reading stops at the first row that is too
    many, and memory stays flat when ``outside`` keeps the sessions. It may take seconds: whoever answers others meanwhile calls this in a thread.
    """
    reading, file = _Reading(open_session, site_url, group, outside), opening(given)
    try:
        if is_workbook(file):
            reading.read(workbook_rows(file))
        else:
            text, guessed = lines_of(file)
            with text:
                if guessed:
                    reading.remarks.append(
                        f"The file is not UTF-8, so Bellhop read it as {guessed}. Check names with accents."
                    )
                reading.read(rows_of(text))
    except BadRow as error:
        reading.refuse(error.number, str(error))
    return reading.result()


class _Reading:
    """What has been read of one file."""

    def __init__(self, open_session: OpenSession, site_url: str, group: str, outside: Outside) -> None:
        self._open_session, self._site_url, self._group = open_session, site_url, group
        self._outside = outside
        self.remarks: list[str] = []
        self._columns: tuple[Column, ...] = ()
        self._is_headerless = False
        self._records: dict[str, AccountRecord] = {}
        self._ids: list[tuple[int, str]] = []
        self._refusals: dict[str, str] = {}
        self._full: dict[str, str] = {}
        self._rows = self._bad = self._empty = 0

    def read(self, rows: Iterator[Row]) -> None:
        """The header, then each row."""
        above = islice(rows, _MOST_EMPTY)
        first = next((row for row in above if any(map(str.strip, row.cells))), None)
        if first is None:
            raise BadRequest({"lines": "The file is empty: it begins with no header and no accounts."})
        if headerless.is_headerless(first.raw) and not header.is_header(first.cells):
            self._begin_headerless()
            rows = chain([first], rows)
        else:
            self._begin(first)
        for row in rows:
            if self._is_full(row):
                break
            if any(map(str.strip, row.cells)):
                self._take(row)

    def _begin(self, first: Row) -> None:
        if len(first.cells) > _MOST_COLUMNS:
            raise BadRequest({"header": f"A file can have up to {_MOST_COLUMNS} columns."})
        names = tuple(first.cells)
        if not header.is_header(names) and any("@" in name for name in names):
            known = ", ".join(header.COLUMNS)
            raise BadRequest(
                {"header": f"The first row must be the header, and this one has data. It may have: {known}."}
            )
        self._columns = header.understood(names, has_group=bool(self._group))

    def _begin_headerless(self) -> None:
        if not self._group:
            raise BadRequest(
                {"header": "The lines have no header, and so no group. Give the group of these accounts with the import, or "
                 f"write a CSV with a header: {', '.join(header.COLUMNS)}."}
            )  # fmt: skip
        self._is_headerless = True

    def _is_full(self, row: Row) -> bool:
        is_empty = not any(map(str.strip, row.cells))
        self._rows, self._empty = self._rows + (not is_empty), self._empty + is_empty
        if self._rows > MOST_ACCOUNTS:
            self._full["lines"] = f"At most {MOST_ACCOUNTS} accounts at a time; this file has more. Split it."
        if self._empty > _MOST_EMPTY:
            self._full["lines"] = f"At most {_MOST_EMPTY} empty lines; this file has more."
        return bool(self._full)

    def _take(self, row: Row) -> None:
        try:
            given, remarks, lost = self._fields(row)
            record, said = record_of(given, self._open_session, self._site_url, self._outside, lost)
        except ValueError as error:
            self.refuse(row.number, str(error))
            return
        for remark in (*remarks, *said):
            if len(self.remarks) < _MOST_REMARKS:
                self.remarks.append(f"Row {row.number}: {remark.rstrip('.')}.")
        self._keep(record, row.number)

    def _fields(self, row: Row) -> tuple[dict[str, str], list[str], dict[str, str]]:
        """The cells by what they mean, without what a spreadsheet did to them; remarks; why others are lost."""
        named = headerless.fields_of(row) if self._is_headerless else self._named(row)
        if self._group:
            named.setdefault("group", self._group)
        values, remarks, lost = dict[str, str](), list[str](), dict[str, str]()
        for name, cell in named.items():
            try:
                values[name], remark = one_cell.cleaned(name, cell, row)
            except ValueError as error:
                lost[name] = str(error)
                continue
            remarks += [remark] if remark else []
        if not is_marked(named.get("user_id", "").strip()):
            self._ids.append((row.number, values.get("user_id", "")))
        return values, remarks, lost

    def _named(self, row: Row) -> dict[str, str]:
        beyond = [cell for cell in row.cells[len(self._columns) :] if cell.strip()]
        unnamed = [
            one
            for one in self._columns
            if not one.name and row.cells[one.index : one.index + 1] not in {(), ("",)}
        ]
        if beyond or any(row.cells[one.index].strip() for one in unnamed):
            if '{"' in row.raw or "[{" in row.raw:
                raise ValueError("put a session with commas in CSV quotes, or in a session file.")
            where = f" (column {unnamed[0].letter})" if unnamed else ""
            raise ValueError(f"more cells than the header has columns{where}.")
        padded = (*row.cells, *[""] * (len(self._columns) - len(row.cells)))
        return {one.field: padded[one.index] for one in self._columns if one.field}

    def _keep(self, record: AccountRecord, number: int) -> None:
        key = login_key(record.login)
        if key in self._records:
            first = self._records[key].login
            spelled = "" if first == record.login else f", once as {first}"
            self.refuse(number, f"the login {record.login} is in the file twice{spelled}.")
        self._records[key] = record
        self._outside.progress(len(self._records))

    def refuse(self, number: int, why: str) -> None:
        self._bad += 1
        if len(self._refusals) < _NAMED:
            self._refusals[f"row {number}"] = f"Row {number}: {why}"

    def result(self) -> AccountFile:
        """What was read, or BadRequest."""
        for number in lost_digits(self._ids):
            self.refuse(number, "user_id ends in zeros and others do not; a spreadsheet lost its digits. "
                        "Format the column as text and enter it again.")  # fmt: skip
        refusals = self._full | self._refusals
        if not self._records and not refusals:
            refusals["lines"] = "The file has no accounts."
        if refusals:
            raise BadRequest(refusals, more=self._bad - len(self._refusals))
        return AccountFile(
            records=list(self._records.values()), columns=self._columns,
            remarks=tuple(self.remarks),
        )  # fmt: skip
