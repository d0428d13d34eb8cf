"""The quick loop runs the pure tests and those of the rooms that were touched."""

from pathlib import Path

import pytest

from tests.quick import PURE, chosen_for

ROOT = Path(__file__).parents[2]


def _beside(folder: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / folder).glob("test_*.py"))


@pytest.mark.parametrize(
    ("changed", "more"),
    [
        ((), []),
        (("handlers/lists/present.py",), _beside("tests/handlers/lists")),
        (("models/backup.py",), _beside("tests/models")),
        (("bot/cli/main.py", "bot/demo/seed.py"), [*_beside("tests/bot"), *_beside("tests/bot/cli")]),
        (("README.md",), ["tests/project"]),
        (("tests/bot/test_clock.py", "tests/bot/test_gone.py"), ["tests/bot/test_clock.py"]),
        (("tests/e2e/test_steady.py", "tests/fuzz/harness/stage.py"), []),
        (("models/domain/lifecycle.py",), []),
    ],
)
def test_a_changed_file_brings_the_chosen_for_its_room(changed: tuple[str, ...], more: list[str]) -> None:
    pure = [one for one in PURE if not one.startswith(tuple(more or ["-"]))]

    assert chosen_for(changed, ROOT) == sorted([*pure, *more])
