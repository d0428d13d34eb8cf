"""What spreadsheets do to a cell, undone where it is certain, refused where it is not. Pure."""

import re

from models.domain.account_files.header import PARTS
from models.domain.account_files.tables import LONGEST_CELL, Row
from models.domain.csv import is_marked, unmarked
from models.domain.text import draws_nothing

_GUARD = re.compile(r'="([^"]*)"')
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]?\d{1,3}", re.IGNORECASE)
_WHOLE = re.compile(r"(\d{5,})[.,]0+")
_AS_THEY_STAND = frozenset({"proxy", "needs_proxy", "session", "totp", *PARTS})
_CUT = 32_767  # characters: a spreadsheet cuts a cell there
NUMBERS = ("login", "user_id", "account")


def cleaned(field: str, cell: str, row: Row) -> tuple[str, str]:
    """The value a cell means and a remark on what was changed; raise ValueError with a sentence for one that is lost."""
    if len(cell) in {_CUT, _CUT + 1} or len(cell) > LONGEST_CELL:
        raise ValueError(
            f"{field} is cut off: a spreadsheet cell holds 32,767 characters. Use a session file."
            if field == "session" or len(cell) <= _CUT + 1
            else f"{field} can have up to {LONGEST_CELL} characters."
        )
    if field == "password":
        return _password(cell, row)
    plain = cell.strip()
    if guarded := _GUARD.fullmatch(plain):
        plain = guarded[1].strip()
    if field in _AS_THEY_STAND:
        return plain, ""
    is_text, plain = is_marked(plain), unmarked(plain)
    seen = "".join(char for char in plain if not draws_nothing(char)).strip()
    remark = f"{field} had invisible characters; Bellhop removed them" if seen != plain else ""
    if field in NUMBERS:
        if _SCIENTIFIC.fullmatch(seen) and ("+" in seen or not is_text):
            raise ValueError(
                f"{field} is a number that a spreadsheet shortened; its digits are lost. Format the column as text and "
                "enter it again."
            )
        if not is_text and (whole := _WHOLE.fullmatch(seen)):
            seen = whole[1]
    return seen, remark


def _password(cell: str, row: Row) -> tuple[str, str]:
    """A password is what it is; blanks around it are kept where they were written on purpose."""
    if guarded := _GUARD.fullmatch(cell.strip()):
        return guarded[1], ""
    bare = cell.strip()
    if _SCIENTIFIC.fullmatch(bare) and "." in bare:
        return (
            bare,
            "the password looks like a number that a spreadsheet shortened; Bellhop keeps it as it is",
        )
    if bare == cell:
        return cell, "the password begins with an apostrophe; Bellhop keeps it" if cell.startswith(
            "'"
        ) else ""
    quoted = '"' + cell.replace('"', '""') + '"'
    if not row.raw or quoted in row.raw:
        return cell, "the password begins or ends with a space; Bellhop keeps it"
    return bare, ""
