"""How much memory a browser with all its processes really uses."""

from pathlib import Path

_PROCESSES = Path("/proc")
_GROUP_FIELD = 2  # of the fields after the name in /proc/<pid>/stat
_KB_PER_MB = 1024


def group_memory_mb(group: int) -> int | None:
    """Proportional memory of a process group; None where the system does not tell."""
    if not _PROCESSES.is_dir():
        return None
    members = [path for path in _PROCESSES.iterdir() if path.name.isdigit() and _group(path) == group]
    return sum(_proportional_kb(path) for path in members) // _KB_PER_MB if members else None


def _group(process: Path) -> int | None:
    try:
        after_name = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:  # it ended while we looked
        return None
    return int(after_name[_GROUP_FIELD])


def _proportional_kb(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
