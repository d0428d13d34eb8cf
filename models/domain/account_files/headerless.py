"""Lines without a header: `login:password[:totp]` and `login----password----…`. Pure."""

import re
from collections.abc import Sequence

from models.domain.account_files.tables import DASHES, Row

_SECRET = re.compile(r"(?:[A-Za-z2-7]{4}[ -]?){4,}[A-Za-z2-7]{0,7}=*|otpauth://\S+")
_URL = re.compile(r"\w+://.")
_PORT = re.compile(r"[\w.\]]:\d{1,5}(?:[:@/]|\Z)")
FORMS = "login:password, login:password:totp, or login----password and then totp, proxy or session"


def is_headerless(first: str) -> bool:
    """Whether a first line is one of accounts in itself: two or more parts, and no comma or tab between them."""
    return DASHES in first or (":" in first and not set(first.strip()) & set(",;\t|"))


def fields_of(row: Row) -> dict[str, str]:
    """The fields of such a line; raise ValueError with a sentence that repeats nothing of it."""
    line = row.raw.strip("\r\n")
    if DASHES in line:
        login, password, *rest = [part.strip() for part in line.split(DASHES)]
        return {"login": login, "password": password} | _sorted(rest)
    login, colon, rest = line.partition(":")
    if not colon:
        raise ValueError(f"a line without a header must be {FORMS}.")
    password, colon, last = rest.rpartition(":")
    if not colon:
        return {"login": login.strip(), "password": rest}
    if not _SECRET.fullmatch(last.strip()) or ":" in password:
        raise ValueError(
            "more than login:password, and the last part is not a totp secret. Write a CSV with a header."
        )
    return {"login": login.strip(), "password": password, "totp": last.strip()}


def _sorted(parts: Sequence[str]) -> dict[str, str]:
    found = dict[str, str]()
    for part in filter(None, parts):
        name = _kind(part)
        if name in found:
            raise ValueError(f"two parts of this line look like a {name}. Write a CSV with a header.")
        found[name] = part
    return found


def _kind(part: str) -> str:
    if _SECRET.fullmatch(part):
        return "totp"
    if part.startswith(("{", "[")):
        return "session"
    if len(part.split()) == 1 and (_URL.match(part) or _PORT.search(part)):
        return "proxy"
    if "=" in part:
        return "session"
    raise ValueError("a part of this line is neither totp, proxy nor session. Write a CSV with a header.")
