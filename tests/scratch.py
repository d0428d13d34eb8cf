"""Where a run keeps its files: in memory where there is room, so that no test waits for a disk."""

import shutil
import tempfile
from pathlib import Path

import pytest

_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 - each run makes a folder of its own in it
_made = pytest.StashKey[Path]()


def memory() -> Path | None:
    """A folder whose files are in memory and that has room for a run's. A container's is often too small."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None


def make(config: pytest.Config) -> None:
    """Put ``tmp_path`` there, unless a place was asked for. xdist gives its workers folders within it."""
    place = memory()
    if config.option.basetemp is None and place is not None:
        config.stash[_made] = Path(tempfile.mkdtemp(prefix="bellhop-tests-", dir=place))
        config.option.basetemp = config.stash[_made] / "tmp"


def remove(config: pytest.Config) -> None:
    """At the end of the run."""
    if _made in config.stash:
        shutil.rmtree(config.stash[_made], ignore_errors=True)
