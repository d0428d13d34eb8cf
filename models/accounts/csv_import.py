"""Reading a CSV of accounts. Pure but for session files that lie beside the CSV."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from models.domain.errors import BadRequest
from models.domain.proxies import parse_proxy
from models.domain.text import is_keepable, is_one_line, login_key, parsed_json
from models.domain.values.accounts import AccountRecord
from models.secrets.one_time_codes import parse_totp

COLUMNS = ("login", "user_id", "password", "group", "proxy", "needs_proxy", "session", "owner", "totp")
_REQUIRED = ("login", "group")
_LONGEST = {"login": 255, "user_id": 100, "group": 100, "owner": 100}  # characters the tables keep
_MOST_LINES, _LONGEST_CELL = 5000, 200_000  # a session with its cookies is tens of thousands of characters
_LONGEST_LINE = 4 * _LONGEST_CELL  # characters: a session, with its quotes doubled, and the rest
_NAMED = 20  # bad lines with a sentence each; of the others there is the number
_YES, _NO = {"yes", "true", "1"}, {"", "no", "false", "0"}
_LONGEST_NAME = 255  # characters of a session file's name that is repeated
_SHOWN = 50  # characters of a wrong word that a refusal repeats


def read(text: str, *, open_session: Callable[[str], str]) -> list[AccountRecord]:
    """Return the accounts of a CSV, or raise BadRequest with a sentence for each of the first 20 bad lines.

    ``open_session`` returns the text of a session file named in the CSV, or raises OSError. Reading stops at the first
    line that is too many. It may take a second: whoever answers others meanwhile calls this in a thread.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reading = _Reading(open_session)
    lines = csv.reader(_bounded(text.removeprefix("\ufeff")), strict=True)
    try:
        header = next(lines, [])
        _check_header(header)
        for cells in lines:
            if reading.is_full(cells):
                break
            if cells:
                reading.take(header, cells, lines.line_num)
    except _TooLong as error:
        reading.refuse(lines.line_num + 1, f"{error}.")
    except csv.Error as error:
        reading.refuse(lines.line_num, f"not readable as CSV ({error}).")
    return reading.result()


class _TooLong(ValueError):
    """A line whose cells would all be made before they are counted."""


def _bounded(text: str) -> Iterator[str]:
    """The lines of a text, up to one that is too long."""
    for line in io.StringIO(text):
        if len(line) > _LONGEST_LINE:
            raise _TooLong(f"longer than {_LONGEST_LINE} characters")
        yield line


class _Reading:
    """What has been read of one file."""

    def __init__(self, open_session: Callable[[str], str]) -> None:
        self._open_session = open_session
        self._records: dict[str, AccountRecord] = {}
        self._refusals: dict[str, str] = {}
        self._full: dict[str, str] = {}
        self._lines = self._bad = self._empty = 0

    def is_full(self, cells: Sequence[str]) -> bool:
        """Whether this line is one too many; empty lines are counted apart."""
        self._lines, self._empty = self._lines + bool(cells), self._empty + (not cells)
        if self._lines > _MOST_LINES:
            self._full["lines"] = f"At most {_MOST_LINES} accounts at a time; this file has more."
        if self._empty > _MOST_LINES:
            self._full["lines"] = f"At most {_MOST_LINES} empty lines; this file has more."
        return bool(self._full)

    def take(self, header: Sequence[str], cells: Sequence[str], number: int) -> None:
        """Read one line."""
        if len(cells) > len(header):
            self.refuse(number, "more cells than the header has columns.")
            return
        try:
            named = zip_longest(header, map(str.strip, cells), fillvalue="")
            record = _record(dict(named), self._open_session)
        except ValueError as error:
            self.refuse(number, str(error))
            return
        key = login_key(record.login)
        if key in self._records:
            spelled = (
                "" if self._records[key].login == record.login else f", once as {self._records[key].login}"
            )
            self.refuse(number, f"the login {record.login} is in the file twice{spelled}.")
        self._records[key] = record

    def refuse(self, number: int, why: str) -> None:
        self._bad += 1
        if len(self._refusals) < _NAMED:
            self._refusals[f"line {number}"] = f"Line {number}: {why}"

    def result(self) -> list[AccountRecord]:
        """The accounts, or BadRequest."""
        refusals = self._full | self._refusals
        if not self._records and not refusals:
            refusals["lines"] = "The file has no accounts."
        if refusals:
            raise BadRequest(refusals, more=self._bad - len(self._refusals))
        return list(self._records.values())


def _check_header(names: Sequence[str]) -> None:
    missing = [name for name in _REQUIRED if name not in names]
    unknown = next((name for name in names if name not in COLUMNS), None)
    if missing:
        what = f"misses {', '.join(missing)}"
    elif unknown is not None:
        what = f"has the unknown column {unknown[:_SHOWN]!r}"
    elif len(set(names)) < len(names):
        what = "has a column twice"
    else:
        return
    raise BadRequest({"header": f"The header {what}. It may have: {', '.join(COLUMNS)}."})


def _record(cells: Mapping[str, str], open_session: Callable[[str], str]) -> AccountRecord:
    for name, value in cells.items():
        if why := refusal(name, value):
            raise ValueError(why)
    needs = cells.get("needs_proxy", "").lower()
    if needs not in _YES | _NO:
        raise ValueError(f"needs_proxy must be yes or no, not {needs[:_SHOWN]!r}.")
    return AccountRecord(
        login=cells["login"],
        group=cells["group"],
        user_id=cells.get("user_id", ""),
        password=cells.get("password", ""),
        proxy=parse_proxy(cells["proxy"]) if cells.get("proxy") else None,
        needs_proxy=needs in _YES,
        session=_session(cells["session"], open_session) if cells.get("session") else None,
        owner=cells.get("owner", ""),
        totp=parse_totp(cells["totp"]).text if cells.get("totp") else "",
    )


def refusal(name: str, value: str) -> str:
    """Why a text cannot be kept in the column of this name; empty when it can."""
    if name in _REQUIRED and not value:
        return f"{name} is empty."
    longest = _LONGEST.get(name, _LONGEST_CELL)
    if len(value) > longest:
        return f"{name} may have {longest} characters; this has {len(value)}."
    if name in _LONGEST and not is_one_line(value):
        return f"{name} must be one line of text."
    return "" if is_keepable(value) else f"{name} has characters that are no text."


def _session(cell: str, open_session: Callable[[str], str]) -> dict[str, Any]:
    if cell.startswith(("{", "[")):
        return parse_session(cell)
    try:
        text = open_session(cell)
    except OSError as error:
        # Only what looks like a file's name is repeated: anything else may be the session itself.
        named = f" {cell}" if cell.endswith(".json") and len(cell) <= _LONGEST_NAME else ""
        raise ValueError(f"the session file{named} cannot be read.") from error
    except ValueError as error:  # a file that is no text
        raise ValueError("session is not JSON.") from error
    return parse_session(text)


def parse_session(text: str) -> dict[str, Any]:
    """A browser's storage state from its JSON; raise ValueError with a sentence that does not repeat it."""
    try:
        state = parsed_json(text)
    except ValueError as error:
        raise ValueError("session is not JSON.") from error
    if not isinstance(state, dict) or not isinstance(state.get("cookies"), list):
        raise ValueError("session is not a browser's storage state (it has no cookies).")
    return state
