"""Sealing of passwords, sessions and proxy passwords: AES-256-GCM, bound to the row and field they belong to.

A sealed value copied to another row does not open there. The first key seals; every key opens, so a key is rotated
by putting a new one in front; ``rotation`` then seals anew what an older one sealed.
"""

import base64
import binascii
import os
from collections.abc import Iterable
from itertools import pairwise

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.domain.errors import BadKey, CannotUnseal

_NONCE = 12  # bytes, the length GCM is defined for
_VERSION = b"1"
_KEY = 32  # bytes
_FEWEST = (
    16  # different bytes in a random key: fewer come once in 10**12 keys, in a made-up one nearly always
)


class Sealer:
    """Seals and opens secrets. ``keys`` are ``name:base64`` of 32 bytes each, the newest first."""

    def __init__(self, keys: Iterable[str]) -> None:
        parsed = [_parse(key) for key in keys]
        self._keys = dict(parsed)
        if not self._keys:
            raise BadKey
        if len(self._keys) < len(parsed):  # the newer of the two would never be used
            raise BadKey("Each key needs a name of its own.")
        self._newest = next(iter(self._keys))

    @property
    def newest(self) -> str:
        """The name of the key that seals."""
        return self._newest

    @property
    def head(self) -> bytes:
        """What every value begins with that the newest key seals."""
        return b"|".join((_VERSION, self._newest.encode(), b""))

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the newest key is the one that a sealed value names."""
        return sealed.startswith(self.head)

    def missing(self, sealed: bytes) -> str:
        """The name of the key that a sealed value names, when that one is not among the keys; else empty."""
        name = _name(sealed)
        return name if name.isalnum() and name not in self._keys else ""

    def seal(self, secret: str | bytes, *, place: str) -> bytes:
        """Seal ``secret`` for ``place`` (``table:row:field``)."""
        nonce = os.urandom(_NONCE)
        plain = secret.encode() if isinstance(secret, str) else secret
        sealed = self._keys[self._newest].encrypt(nonce, plain, place.encode())
        return self.head + nonce + sealed

    def open(self, sealed: bytes, *, place: str) -> str:
        """Open the text that was sealed for ``place``; raise CannotUnseal when the key or the place is not the one."""
        return self.open_bytes(sealed, place=place).decode()

    def open_bytes(self, sealed: bytes, *, place: str) -> bytes:
        """Open what was sealed for ``place``; raise CannotUnseal when the key or the place is not the one."""
        try:
            _, name, body = bytes(sealed).split(b"|", 2)
            return self._keys[name.decode()].decrypt(body[:_NONCE], body[_NONCE:], place.encode())
        except (ValueError, KeyError, InvalidTag) as error:
            raise CannotUnseal(place) from error


def new_key(name: str) -> str:
    """A fresh key, in the form the settings take."""
    return f"{name}:{base64.b64encode(AESGCM.generate_key(256)).decode()}"


def account_place(account_id: int, column: str) -> str:
    """Where an account's password, session or secret of one-time codes is at home."""
    return f"account:{account_id}:{column}"


def proxy_place(proxy_id: int) -> str:
    """Where a proxy's password is at home."""
    return f"proxy:{proxy_id}:password"


def webhook_place(rule_id: int, column: str) -> str:
    """Where the address or the key of a rule's webhook is at home."""
    return f"alert_webhook:{rule_id}:{column}"


def trace_place(task_id: int, attempt: int) -> str:
    """Where the trace of an attempt is at home."""
    return f"task:{task_id}:attempt:{attempt}:trace"


def code_place(request: int, fence: int) -> str:
    """Where a code that a person typed is at home: with the one claim of the worker that waits for it."""
    return f"code_request:{request}:{fence}:code"


def _name(sealed: bytes) -> str:
    """The name of the key that a sealed value names; empty when it names none."""
    parts = bytes(sealed[:200]).split(b"|", 2)
    return parts[1].decode(errors="replace") if len(parts) == 3 else ""  # noqa: PLR2004 - version, name, body


def _parse(key: str) -> tuple[str, AESGCM]:
    name, _, text = key.strip().partition(":")
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadKey from error
    if not name.isalnum() or len(raw) != _KEY:
        raise BadKey
    if not _is_random(raw):
        raise BadKey("This one can be guessed; `bellhop key` prints a good one.")
    return name, AESGCM(raw)


def _is_random(raw: bytes) -> bool:
    """Not zeros, a repeated word, a count or a sentence: the keys that stand in examples and are tried first."""
    steps = {(after - before) % 256 for before, after in pairwise(raw)}
    return (
        len(set(raw)) >= _FEWEST
        and len(steps) >= _FEWEST
        and not (raw.isascii() and raw.decode().isprintable())
    )
