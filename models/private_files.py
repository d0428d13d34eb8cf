"""Files that nobody but their owner may read, whatever the umask, and whoever made them wider before."""

import logging
import os
import stat
from contextlib import suppress
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NARROWED = "%s could be used by others; from now on only its owner can"
_log = logging.getLogger(__name__)


def opener(path: str, flags: int) -> int:
    """For ``open(…, opener=opener)``: made for its owner alone, or made so before anything is written to it."""
    descriptor = os.open(path, flags, 0o600)
    try:
        _narrow(descriptor, path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def narrow(*paths: Path) -> None:
    """Take away what others may do with those of these files that are there and belong to this user.

    Not one is opened: to close it again would end SQLite's own locks on it in this process.
    """
    for path in paths:
        with suppress(OSError):  # it is not there, or not ours: ``wide`` names it
            found = path.stat()
            if stat.S_ISREG(found.st_mode) and found.st_mode & _OTHERS and found.st_uid == os.geteuid():
                path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
                _log.warning(_NARROWED, path)


def wide(*paths: Path) -> list[Path]:
    """Those of these files that others than their owner may read or write."""
    return [path for path in paths if path.exists() and path.stat().st_mode & _OTHERS]


def _narrow(descriptor: int, path: str) -> None:
    """Raise PermissionError for a file of somebody else's that others may read. A device or a pipe is left alone."""
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or not found.st_mode & _OTHERS:
        return
    if found.st_uid != os.geteuid():
        raise PermissionError(1, "it belongs to another user, and others may read it", path)
    os.fchmod(descriptor, stat.S_IMODE(found.st_mode) & ~_OTHERS)
    _log.warning(_NARROWED, path)
