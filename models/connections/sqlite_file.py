"""The file of a ``sqlite://`` URL and those beside it. For another URL there are none."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from models import private_files
from models.connections.database_url import SQLITE, SqliteURL, read, shown
from models.domain.errors import BadURL, NoDatabase

_HEAD = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal")  # SQLite's own


def is_file(url: str) -> bool:
    """Whether it names SQLite's file."""
    return url.startswith(SQLITE)


def file_of(url: str) -> Path:
    """The file a ``sqlite://`` URL names."""
    place = read(url)
    return place.file if isinstance(place, SqliteURL) else Path()


def files_of(url: str) -> list[Path]:
    """The database's file, and all that it has or may have beside it."""
    if not is_file(url):
        return []
    file = file_of(url)
    return [file, *(file.with_name(f"{file.name}{end}") for end in _BESIDE), _lock_of(url)]


def check(url: str) -> None:
    """Raise NoDatabase for a URL that cannot be used, and for what SQLite would only find out by trying, and leave
    its thread behind.
    """
    try:
        place = read(url)
    except BadURL as error:
        raise NoDatabase(f"{shown(url)}: {error}") from error
    if not isinstance(place, SqliteURL):
        return
    if not place.file.parent.is_dir():
        raise NoDatabase(f"{place}: its folder does not exist.")
    if place.file.is_dir():
        raise NoDatabase(f"{place}: that is a folder.")
    if Path(place.written) != place.file and Path(place.written).exists() and not place.file.exists():
        raise NoDatabase(f"{place}: the file that is there has a % in its name, which is written %25.")


def check_content(url: str) -> None:
    """Raise NoDatabase for another kind of file: nothing is put beside it. Only where SQLite has not opened it here."""
    check(url)
    for file in files_of(url)[:1]:
        with suppress(OSError), file.open("rb") as content:
            if content.read(len(_HEAD)) not in (b"", _HEAD):
                raise NoDatabase(f"{shown(url)}: that file is not a SQLite database.")


def make(url: str) -> None:
    """SQLite gives the files beside a database the mode of the database: so this one is made first, for its owner."""
    for file in files_of(url)[:1]:
        # Where it is there already it is not opened, and where it cannot be made SQLite says so.
        with suppress(OSError), open(file, "xb", opener=private_files.opener):
            pass


def narrow(url: str) -> None:
    """Make what is there its owner's alone. Only after it was opened: a file that is no database is not ours."""
    private_files.narrow(*files_of(url))


def locked(url: str) -> IO[str]:
    """The file that whoever migrates holds locked, open. Nothing is in it, so it may be another user's."""
    private_files.narrow(_lock_of(url))
    return open(_lock_of(url), "w", opener=lambda path, flags: os.open(path, flags, 0o600))


def _lock_of(url: str) -> Path:
    return file_of(url).with_suffix(".migrating")
