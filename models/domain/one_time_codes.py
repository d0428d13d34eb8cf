"""One-time codes (TOTP): the secret of an account as people bring it, and the code of a window.

No sentence of this module repeats what was given: it is a secret.
"""

import hashlib
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from pyotp.totp import TOTP

from models.domain.text import draws_nothing, is_dash, is_keepable

_DIGESTS = {"SHA1": hashlib.sha1, "SHA256": hashlib.sha256, "SHA512": hashlib.sha512}
_DIGITS = (6, 7, 8)
_PERIODS = range(5, 121)  # seconds; sites have 30, some 60
_DEFAULTS = {"digits": "6", "period": "30", "algorithm": "SHA1"}
_LONGEST = 1000  # characters; the longest in use have some hundred
_ASKED = "Write the site's key in base32 (letters and the digits 2 to 7), or its otpauth://totp/ URL."


class _Generator(TOTP):
    """Many sites still give secrets of 80 bits, which the library refuses by itself."""

    min_secret_length_bits: ClassVar[int] = 80


@dataclass(frozen=True, kw_only=True)
class OneTimeCodes:
    """What makes an account's codes. A window is told by the moment it begins, in Unix seconds."""

    secret: str = field(repr=False)  # base32 in capitals, without padding
    digits: int = 6
    period: int = 30  # seconds
    algorithm: str = "SHA1"

    @property
    def text(self) -> str:
        """As it is kept, and read again: the secret alone where the rest is as usual."""
        options = {"digits": str(self.digits), "period": str(self.period), "algorithm": self.algorithm}
        if options == _DEFAULTS:
            return self.secret
        return f"otpauth://totp/?{urlencode({'secret': self.secret, **options})}"

    def window(self, moment: float) -> int:
        """The window that a moment, in Unix seconds, is in."""
        return int(moment) // self.period * self.period

    def code(self, window: int) -> str:
        return self._generator().at(window)

    def _generator(self) -> _Generator:
        return _Generator(
            self.secret, digits=self.digits, digest=_DIGESTS[self.algorithm], interval=self.period
        )


def parse_totp(text: str) -> OneTimeCodes:
    """Read a base32 secret or an ``otpauth://`` URL; raise ValueError with a sentence that does not repeat it.

    >>> parse_totp("jbsw y3dp ehpk 3pxp").code(0)
    '282760'
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise ValueError(f"totp can have up to {_LONGEST} characters; this one has {len(text)}.")
    if not is_keepable(text):
        raise ValueError("totp has characters that are not text.")
    scheme, separator, _ = text.partition("://")
    if not separator:
        return _codes({"secret": text})
    if scheme.lower() == "otpauth-migration":
        raise ValueError(f"totp is an app's export of several accounts. {_ASKED}")
    if scheme.lower() != "otpauth":
        raise ValueError(f"totp is a URL, but not an otpauth:// URL. {_ASKED}")
    return _codes(_parameters(text))


def _parameters(text: str) -> dict[str, str]:
    """The parameters of a URL that count; whose account it is does not."""
    url = _split(text)
    if url.netloc.lower() != "totp":
        raise ValueError("totp must be of the kind otpauth://totp/: Bellhop makes time-based codes only.")
    given: dict[str, str] = {}
    for name, value in parse_qsl(url.query):
        known = name.lower()
        if known == "encoder":
            raise ValueError("totp has an encoder, and Bellhop makes numeric codes only.")
        if known in ("secret", *_DEFAULTS):
            if known in given:
                raise ValueError(f"totp has {known} twice.")
            given[known] = value
    return given


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:
        raise ValueError(f"totp is a URL that cannot be read. {_ASKED}") from None


def _codes(given: dict[str, str]) -> OneTimeCodes:
    chosen = _DEFAULTS | given
    secret = "".join(filter(_counts, chosen.get("secret", ""))).rstrip("=").upper()
    algorithm = chosen["algorithm"].upper().replace("-", "").removeprefix("HMAC")
    if not secret:
        raise ValueError(f"totp has no secret. {_ASKED}")
    if algorithm not in _DIGESTS:
        raise ValueError(f"totp must have the algorithm {', '.join(_DIGESTS)}.")
    codes = OneTimeCodes(
        secret=secret,
        digits=_number("digits", chosen["digits"], _DIGITS),
        period=_number("period", chosen["period"], _PERIODS),
        algorithm=algorithm,
    )
    try:
        codes.code(0)
    except ValueError:  # its text may repeat the secret
        raise ValueError(f"totp is not base32 of at least 16 characters. {_ASKED}") from None
    return codes


def _counts(letter: str) -> bool:
    """Not one of those that sites and people put between the letters."""
    return not (letter.isspace() or is_dash(letter) or draws_nothing(letter))


def _number(name: str, text: str, allowed: range | tuple[int, ...]) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > len("120") or int(text) not in allowed:
        raise ValueError(f"totp must have {name} from {allowed[0]} to {allowed[-1]}.")
    return int(text)
