"""A zip with a file of accounts and its session files: bounded, and read without unpacking it to a disk. Pure."""

import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

from models.domain.account_files.encoding import text_of
from models.domain.account_files.paths import SessionPaths
from models.domain.account_files.reader import ALONE, AccountFile, read_accounts
from models.domain.account_files.record import OpenSession
from models.domain.account_files.source import Open, Outside, opening
from models.domain.account_files.workbook import is_workbook
from models.domain.errors import BadRequest
from models.domain.sessions.reader import MOST_BYTES

_MOST_FILES = 10_000
_MOST_TABLE = 100_000_000  # bytes of the file of accounts, unpacked
_MOST_UNPACKED = 300_000_000  # bytes of all: 5,000 sessions of 40 kB are 200 MB
_TABLES = (".csv", ".tsv", ".xlsx")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises at an archive that is broken, locked, or packed in a way it does not know."""
_NO_ARCHIVE = "The zip cannot be read. Create it again without a password."


def read_given(
    given: bytes | Open,
    *,
    open_session: OpenSession,
    site_url: str = "",
    group: str = "",
    outside: Outside = ALONE,
) -> AccountFile:
    """Read a file of accounts, or a zip with one and its session files; else as ``read_accounts``."""
    file = opening(given)
    with file() as opened:
        if not zipfile.is_zipfile(opened) or is_workbook(file):
            return read_accounts(
                file, open_session=open_session, site_url=site_url, group=group, outside=outside
            )
        archive = _Archive(opened)
        return read_accounts(
            archive.table(), open_session=archive.session, site_url=site_url, group=group, outside=outside
        )


class _Archive:
    """The files of a zip, read one at a time and never further than their bounds."""

    def __init__(self, opened: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(opened)
        except _BROKEN as error:
            raise BadRequest({"file": _NO_ARCHIVE}) from error
        parts = [part for part in self._zip.infolist() if not part.is_dir() and _is_meant(part.filename)]
        self._parts = {part.filename.replace("\\", "/"): part for part in parts}
        if len(parts) > _MOST_FILES or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            most = f"{_MOST_FILES} files and {_MOST_UNPACKED // 10**6} MB unpacked"
            raise BadRequest({"file": f"A zip can have up to {most}; this one has more. Split it."})
        if len(self._parts) < len(parts):
            raise BadRequest({"file": "The zip has two files with the same name. Create it again."})
        self._table = self._only_table()
        self._folder = self._table.rpartition("/")[0]
        self._paths = SessionPaths(lambda path: self._full(path) in self._parts)

    def table(self) -> bytes:
        """The file of accounts."""
        return self._read(self._table, _MOST_TABLE, "the file of accounts")

    def session(self, name: str) -> str:
        """The text of a session file; as ``OpenSession`` says."""
        path = self._full(self._paths.meant(name))
        try:
            return text_of(self._read(path, MOST_BYTES, "the session file"))
        except BadRequest as error:
            raise ValueError(" ".join(error.refusals.values())) from error

    def _full(self, path: str) -> str:
        return f"{self._folder}/{path}" if self._folder else path

    def _only_table(self) -> str:
        """The one spreadsheet; else the one text that lies highest, since cookies.txt are texts too."""
        tables = [name for name in self._parts if PurePosixPath(name).suffix.lower() in _TABLES]
        if not tables:
            texts = [name for name in self._parts if PurePosixPath(name).suffix.lower() == ".txt"]
            highest = min((name.count("/") for name in texts), default=0)
            tables = [name for name in texts if name.count("/") == highest]
        if len(tables) != 1:
            found = f"{len(tables)} of them" if tables else "none"
            raise BadRequest(
                {"file": f"A zip must have one file of accounts (.csv, .tsv or .xlsx); this one has {found}."}
            )
        return tables[0]

    def _read(self, name: str, most: int, what: str) -> bytes:
        try:
            with self._zip.open(self._parts[name]) as file:
                data = file.read(most + 1)
        except _BROKEN as error:
            raise BadRequest({"file": _NO_ARCHIVE}) from error
        if len(data) > most:
            raise BadRequest(
                {"file": f"{what[:1].upper()}{what[1:]} can have up to {most // 10**6} MB unpacked."}
            )
        return data


def _is_meant(name: str) -> bool:
    """Whether a person put it there: not what macOS and others add by themselves."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" not in parts and not any(part.startswith(".") for part in parts)
