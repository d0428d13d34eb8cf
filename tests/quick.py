"""The tests to run at the desk after each change: ``uv run python -m tests.quick``. Half a minute, or it says so.

It runs the rules that need no database and no browser, and the tests of the rooms that were touched since the branch
left ``origin/main``: those of ``handlers/lists`` for a file in there, those beside them for a file of a room's own.
What needs whole processes or thousands of examples is left to ``uv run pytest``.
"""

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

_ROOT = Path(__file__).parents[1]
PURE = (
    "tests/models/domain",
    "tests/handlers/words",
    "tests/handlers/slack",
    "tests/project/test_architecture.py",
)
_ROOMS = ("bot", "executor", "handlers", "models", "tests")
_LEFT_OUT = ("tests/e2e", "tests/fuzz", "tests/chaos", "tests/benchmarks")
_PROMISED = 30.0  # seconds


def main(options: list[str]) -> int:
    """Run them; ``options`` go to pytest. Return its exit code."""
    begun = time.monotonic()
    chosen = chosen_for(_changed(), _ROOT)
    print("quick:", *chosen, flush=True)  # noqa: T201 - a command of the desk
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", *options, *chosen], cwd=_ROOT, check=False
    )
    took = time.monotonic() - begun
    if took > _PROMISED:
        print(f"quick: it took {took:.0f} s, more than the {_PROMISED:.0f} promised.")  # noqa: T201
    return code.returncode


def chosen_for(changed: Iterable[str], root: Path) -> list[str]:
    """The pure tests and those of the changed files' rooms; none twice, none within another."""
    found = {PurePosixPath(one) for one in PURE}
    for file in changed:
        found.update(_room_of(PurePosixPath(file), root))
    wanted = [one for one in found if not any(one.is_relative_to(out) for out in _LEFT_OUT)]
    return sorted(str(one) for one in wanted if not found & set(one.parents))


def _room_of(file: PurePosixPath, root: Path) -> Iterator[PurePosixPath]:
    if file.parts[0] not in _ROOMS:
        yield PurePosixPath("tests/project")
        return
    within = file if file.parts[0] == "tests" else PurePosixPath("tests") / file
    if within.name.startswith("test_"):
        yield from (one for one in (within,) if (root / one).is_file())  # else it was removed
        return
    folder = within.parent
    while not (root / folder).is_dir():
        folder = folder.parent
    yield from (PurePosixPath(path.relative_to(root)) for path in sorted((root / folder).glob("test_*.py")))


def _changed() -> list[str]:
    """Files that differ from where the branch left ``origin/main``, and new ones."""
    base = _git("merge-base", "HEAD", "origin/main") or ["HEAD"]
    return [*_git("diff", "--name-only", base[0]), *_git("ls-files", "--others", "--exclude-standard")]


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
