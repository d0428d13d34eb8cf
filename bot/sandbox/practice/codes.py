"""Codes: the second step of a log-in, for members who have one. A code counts once, and bad ones lock it for a while."""

import hashlib
import hmac
import time
from collections import Counter
from typing import ClassVar, Literal

from pyotp.totp import TOTP

from bot.sandbox.practice.members import Member

Verdict = Literal["right", "wrong", "locked"]
_DIGESTS = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA512": hashlib.sha512}


class _Generator(TOTP):
    min_secret_length_bits: ClassVar[int] = 80  # as sites give them


class Codes:
    """What became of each member's codes. A window is taken once; the one before it counts too, as clocks differ."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self._bad_in_a_row: Counter[str] = Counter()
        self._locked_until: dict[str, float] = {}
        self._last_window: dict[str, int] = {}

    def judge(self, member: Member, code: str) -> Verdict:
        """Look at a code that a member typed, and remember it."""
        if self.is_locked(member):
            return "locked"
        window = self._window(member, code.strip())
        if window is None:
            self.wrong[member.login] += 1
            self._bad_in_a_row[member.login] += 1
            if self._bad_in_a_row[member.login] >= member.bad_codes:
                self._locked_until[member.login] = time.time() + member.lock_seconds
                self._bad_in_a_row[member.login] = 0
                return "locked"
            return "wrong"
        self.right[member.login] += 1
        self._bad_in_a_row[member.login] = 0
        self._last_window[member.login] = window
        return "right"

    def is_locked(self, member: Member) -> bool:
        return time.time() < self._locked_until.get(member.login, 0)

    def _window(self, member: Member, code: str) -> int | None:
        """The number of the window that the code is of, unless it is of none, or was taken."""
        codes = _Generator(
            member.totp,
            digits=member.totp_digits,
            digest=_DIGESTS[member.totp_algorithm],
            interval=member.totp_period,
        )
        now = int(time.time()) // member.totp_period
        for window in (now, now - 1):
            right = codes.at(window * member.totp_period)
            if hmac.compare_digest(right.encode(), code.encode()):
                return window if window > self._last_window.get(member.login, -1) else None
        return None
