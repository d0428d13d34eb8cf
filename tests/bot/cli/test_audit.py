"""All of the audit, written to a file."""

import csv
from pathlib import Path

from models.access import grants
from models.database import database
from models.domain.errors import Refused
from models.domain.permissions import Action, Actor, Deed
from tests.e2e.test_commands import bellhop
from tests.handlers.strategies import NOW

ANA = Actor(user="U0ANA", subjects=("U0ANA",), is_first_admin=True, place="C0OPS:1.2")


async def _note(about: str) -> None:
    await grants.allow(ANA, Deed(action=Action.CANCEL, about=about, groups=("emea",)), now=NOW)


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
