"""Sealing of passwords, sessions and proxy passwords: AES-256-GCM, bound to the row and field they belong to.

A sealed value copied to another row does not open there. The first key seals; every key opens, so a key is rotated
by putting a new one in front.
"""

import base64
import binascii
import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.errors import BadKey, CannotUnseal

_NONCE = 12  # bytes, the length GCM is defined for
_VERSION = b"1"


class Sealer:
    """Seals and opens secrets. ``keys`` are ``name:base64`` of 32 bytes each, the newest first."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = dict(_parse(key) for key in keys)
        if not self._keys:
            raise BadKey
        self._newest = next(iter(self._keys))

    def seal(self, secret: str | bytes, *, place: str) -> bytes:
        """Seal ``secret`` for ``place`` (``table:row:field``)."""
        nonce = os.urandom(_NONCE)
        plain = secret.encode() if isinstance(secret, str) else secret
        sealed = self._keys[self._newest].encrypt(nonce, plain, place.encode())
        return b"|".join((_VERSION, self._newest.encode(), nonce + sealed))

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


def _parse(key: str) -> tuple[str, AESGCM]:
    name, _, text = key.strip().partition(":")
    try:
        raw = base64.b64decode(text, validate=True)
        if not name.isalnum():
            raise BadKey
        return name, AESGCM(raw)
    except (ValueError, binascii.Error) as error:
        raise BadKey from error
