"""Members: the people who hold an account on the practice site, as seed values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

MemberStatus = Literal["ok", "checkpoint", "disabled"]
STATUSES: tuple[str, ...] = get_args(MemberStatus)


@dataclass(frozen=True, kw_only=True)
class Member:
    """One account: what it logs in with, whose it is, and whether the site lets it in."""

    login: str
    user_id: str
    password: str
    name: str
    status: MemberStatus = "ok"
    totp: str = ""  # base32; empty: the password is enough
    totp_digits: int = 6
    totp_period: int = 30  # seconds
    totp_algorithm: str = "SHA1"
    bad_codes: int = 3  # after so many in a row no code is taken for a while
    lock_seconds: float = 60.0
    language: str = ""  # such as "de", on a site that has several; empty: its first

    @property
    def email(self) -> str:
        """The address the member signed up with."""
        return self.login if "@" in self.login else f"{self.login}@commons.example"

    @property
    def first_name(self) -> str:
        return self.name.split(maxsplit=1)[0] if self.name.strip() else self.login


def member_from_json(entry: Mapping[str, object]) -> Member:
    """Read one member of `POST /_site/members`; a missing field or an unknown status is a ValueError."""
    missing = [key for key in ("login", "user_id", "password") if not entry.get(key)]
    if missing:
        raise ValueError(f"A member needs {', '.join(missing)}.")
    status = str(entry.get("status", "ok"))
    if status not in STATUSES:
        raise ValueError(f"{status!r} is not a member status; choose one of {', '.join(STATUSES)}.")
    login = str(entry["login"])
    return Member(
        login=login,
        user_id=str(entry["user_id"]),
        password=str(entry["password"]),
        name=str(entry.get("name") or login),
        status=cast("MemberStatus", status),
        totp=str(entry.get("totp") or ""),
        totp_digits=int(str(entry.get("totp_digits") or 6)),
        totp_period=int(str(entry.get("totp_period") or 30)),
        totp_algorithm=str(entry.get("totp_algorithm") or "SHA1"),
        bad_codes=int(str(entry.get("bad_codes") or 3)),
        language=str(entry.get("language") or ""),
        lock_seconds=float(str(entry.get("lock_seconds") or 60)),
    )
