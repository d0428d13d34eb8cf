"""All of the audit, written to a file."""

import csv
import sqlite3
from pathlib import Path

from models.access import audit, grants
from models.database import database
from models.domain.errors import Refused
from models.domain.permissions import Action, Actor, Deed
from tests.e2e.test_commands import bellhop
from tests.handlers.strategies import NOW

ANA = Actor(user="U0ANA", subjects=("U0ANA",), is_first_admin=True, place="C0OPS:1.2")


async def _note(about: str) -> None:
    await grants.record_done(ANA, Deed(action=Action.CANCEL, about=about, groups=("emea",)), now=NOW)


async def test_all_of_it_is_written_as_a_file_no_spreadsheet_runs(sqlite_url: str, tmp_path: Path) -> None:
    out = tmp_path / "audit.csv"
    async with database(sqlite_url):
        await _note("=HYPERLINK(1)")
        await grants.refuse(Refused(ANA, Deed(action=Action.GRANT, about="U0BEN")), now=NOW)

    done = bellhop("audit", "--out", str(out), url=sqlite_url)

    assert done.stdout == f"{out} written: 2 lines.\n"
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [(row["action"], row["about"], row["groups"], row["allowed"]) for row in rows] == [
        ("cancel", "'=HYPERLINK(1)", "emea", "True"),
        ("change access", "U0BEN", "", "False"),
    ]


async def test_a_line_that_was_changed_is_named_and_the_command_ends_with_1(sqlite_url: str) -> None:
    async with database(sqlite_url):
        for n in range(3):
            await _note(f"#{n}")
        _, head = await audit.head()
    sound = bellhop("audit", "--verify", "--head", head[:24], url=sqlite_url)
    with sqlite3.connect(sqlite_url.removeprefix("sqlite://")) as connection:
        connection.execute("DROP TRIGGER audit_no_UPDATE")
        connection.execute("UPDATE audit SET actor = 'U0EVE' WHERE id = 2")

    changed = bellhop("audit", "--verify", url=sqlite_url)

    assert (sound.returncode, sound.stdout) == (
        0, f"3 lines: each fits the one before it, and one has the head that was asked for. Head: {head}\n"
    )  # fmt: skip
    assert changed.returncode == 1
    assert changed.stdout.startswith(
        "Line 2 does not fit (2026-11-22 14:03:22 UTC, U0EVE, cancel): it was changed after"
    )


async def test_lines_of_an_older_program_are_told_and_fit(sqlite_url: str) -> None:
    older = (
        "INSERT INTO audit (at, actor, action, about, groups, allowed, place) "
        "VALUES ('2026-11-22 14:03:22+00:00', 'U0BEN', 'cancel', '#1', '', 1, '')"
    )
    file = sqlite_url.removeprefix("sqlite://")
    with sqlite3.connect(file) as connection:
        connection.execute(older)
    async with database(sqlite_url):
        await _note("#2")
    with sqlite3.connect(file) as connection:
        connection.execute(older)

    told = bellhop("audit", "--verify", url=sqlite_url)

    assert told.returncode == 0
    assert told.stdout.startswith("3 lines: each fits the one before it.")
    assert "1 line of these: no hash of their own, since an older Bellhop wrote them" in told.stdout
    assert "The newest 1 line: no hash yet." in told.stdout


def test_the_file_that_is_there_stays_where_the_database_cannot_be_opened(tmp_path: Path) -> None:
    out = tmp_path / "audit.csv"
    out.write_text("last month's")

    done = bellhop("audit", "--out", str(out), url="postgres://nobody@127.0.0.1:1/none")

    assert done.returncode != 0
    assert out.read_text() == "last month's"
