"""``bellhop doctor``: what people read, and what a program reads."""

import json
from collections.abc import Iterator

import pytest
import structlog
from typer.testing import CliRunner

from bot.cli import health
from bot.cli.database import keep_output_clean
from models.domain.values.checks import CheckResult

_RESULTS = [
    CheckResult(name="Database", says="answers"),
    CheckResult(name="Worker", says="none [runs]", remedy="Start one."),
]


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[CheckResult]:
    """The results, as they are changed by the test."""
    found = list(_RESULTS)

    async def examined(_config: object) -> list[CheckResult]:
        structlog.get_logger().warning("a line of the log")
        return found

    monkeypatch.setattr(health, "_examined", examined)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///tmp/nothing.sqlite3")
    return found


def test_a_program_reads_each_check_and_nothing_else_and_1_says_that_something_is_wrong(
    examined: list[CheckResult],
) -> None:
    done = CliRunner().invoke(health.app, ["doctor", "--json"])
    people = CliRunner().invoke(health.app, ["doctor"])
    del examined[1]
    well = CliRunner().invoke(health.app, ["doctor", "--json"])

    assert json.loads(done.stdout) == [
        {"name": "Database", "ok": True, "says": "answers", "remedy": None},
        {"name": "Worker", "ok": False, "says": "none [runs]", "remedy": "Start one."},
    ]
    assert "✗ Worker: none [runs]\n  → Start one.\n1 problem to fix." in people.stdout
    assert (done.exit_code, people.exit_code, well.exit_code) == (1, 1, 0)


def test_what_is_logged_goes_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    keep_output_clean()

    structlog.get_logger().warning("clock differs")

    said = capfd.readouterr()
    assert (said.out, "clock differs" in said.err) == ("", True)
