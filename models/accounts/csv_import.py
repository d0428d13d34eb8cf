"""Reading a CSV of accounts. Pure but for session files that lie beside the CSV."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from models.domain.errors import BadRequest
from models.domain.proxies import parse_proxy
from models.domain.text import is_keepable, is_one_line
from models.domain.values.accounts import AccountRecord

COLUMNS = ("login", "user_id", "password", "group", "proxy", "needs_proxy", "session", "owner")
_REQUIRED = ("login", "group")
_LONGEST = {"login": 255, "user_id": 100, "group": 100, "owner": 100}  # characters the tables keep
_MOST_LINES, _LONGEST_CELL = 5000, 200_000  # a session with its cookies is tens of thousands of characters
_YES, _NO = {"yes", "true", "1"}, {"", "no", "false", "0"}
_LONGEST_NAME = 255  # characters of a session file's name that is repeated
_SHOWN = 50  # characters of a wrong word that a refusal repeats


def read(text: str, *, open_session: Callable[[str], str]) -> list[AccountRecord]:
    """Return the accounts of a CSV, or raise BadRequest with a sentence per bad line.

    ``open_session`` returns the text of a session file named in the CSV, or raises OSError.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    refusals: dict[str, str] = {}
    records: dict[str, AccountRecord] = {}
    try:
        _check_header(reader.fieldnames or [])
        for line in reader:
            _read_line(line, reader.line_num, records, refusals, open_session)
            if (
                len(refusals) >= _MOST_LINES
            ):  # nobody mends more than that by hand, and others wait for this process
                refusals["more"] = f"Reading stopped after {_MOST_LINES} bad lines."
                break
    except csv.Error as error:
        number = reader.reader.line_num  # the DictReader's own counts only the lines it could read
        refusals[f"line {number}"] = f"Line {number}: not readable as CSV ({error})."
    if len(records) > _MOST_LINES:
        refusals["lines"] = f"At most {_MOST_LINES} accounts at a time; this file has {len(records)}."
    if not records and not refusals:
        refusals["lines"] = "The file has no accounts."
    if refusals:
        raise BadRequest(refusals)
    return list(records.values())


def _check_header(names: Any) -> None:
    missing = [name for name in _REQUIRED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing or unknown:
        first = f"has the unknown column {unknown[0][:_SHOWN]!r}" if unknown else ""
        what = f"misses {', '.join(missing)}" if missing else first
        raise BadRequest({"header": f"The header {what}. It may have: {', '.join(COLUMNS)}."})


def _read_line(
    line: Mapping[str, str | None],
    number: int,
    records: dict[str, AccountRecord],
    refusals: dict[str, str],
    open_session: Callable[[str], str],
) -> None:
    if None in line:
        refusals[f"line {number}"] = f"Line {number}: more cells than the header has columns."
        return
    cells = {name: (value or "").strip() for name, value in line.items()}
    try:
        record = _record(cells, open_session)
    except ValueError as error:
        refusals[f"line {number}"] = f"Line {number}: {error}"
        return
    if record.login in records:
        refusals[f"line {number}"] = f"Line {number}: the login {record.login} is in the file twice."
    records[record.login] = record


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
        state = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("session is not JSON.") from error
    if not isinstance(state, dict) or not isinstance(state.get("cookies"), list):
        raise ValueError("session is not a browser's storage state (it has no cookies).")
    return state
