"""Secrets on their way from a large file to the database: on the disk, where only this process can open them."""

import os
from collections.abc import Callable
from tempfile import TemporaryFile

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12  # bytes


class Spool:
    """Texts in a file without a name, each sealed by a key that is in no other place and ends with the process."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed by close, or with the process
        self._key = AESGCM(AESGCM.generate_key(256))

    def keep(self, text: str) -> Callable[[], str]:
        """Write the text; what is returned reads it again."""
        nonce = os.urandom(_NONCE)
        start = self._file.seek(0, os.SEEK_END)
        size = self._file.write(nonce + self._key.encrypt(nonce, text.encode(), None))
        return lambda: self._read(start, size)

    def close(self) -> None:
        """Give the room on the disk back."""
        self._file.close()

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, start: int, size: int) -> str:
        self._file.seek(start)
        sealed = self._file.read(size)
        return self._key.decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
