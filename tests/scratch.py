"""Where a run keeps its files: in memory where there is room, so that no test waits for a disk."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 - each run makes a folder of its own in it
_MADE = "BELLHOP_TEST_FILES"  # the environment tells it to the workers
_tidies = pytest.StashKey[Path]()


def make(config: pytest.Config) -> None:
    """Put ``tmp_path`` there, unless a place was asked for. xdist gives its workers folders within it."""
    if config.option.basetemp is not None or not _has_room():
        return
    made = config.stash[_tidies] = Path(tempfile.mkdtemp(prefix="bellhop-tests-", dir=_MEMORY))
    made.chmod(0o711)  # PostgreSQL is nobody where the tests are root
    config.option.basetemp = made / "tmp"
    os.environ[_MADE] = str(made)


def memory() -> Path | None:
    """The run's folder in memory, if it has one; what is still in it at the end goes with it."""
    return Path(os.environ[_MADE]) if _MADE in os.environ else None


def remove(config: pytest.Config) -> None:
    """At the end of the run."""
    if _tidies in config.stash:
        del os.environ[_MADE]
        shutil.rmtree(config.stash[_tidies], ignore_errors=True)


def _has_room() -> bool:
    """A container's is often too small."""
    return _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
