"""A list of tasks on the command line: looked at, then created by somebody's rights and in their name."""

import csv
from pathlib import Path

from models.access import grants
from models.access.grants import Audit
from models.database import database
from models.domain.permissions import Grant, Role
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Batch, Task
from tests.e2e.test_commands import bellhop
from tests.factories import some_accounts
from tests.handlers.strategies import NOW

_LIST = "account,type,page_name,category\nemea00,create_page,Shop {n},Artist\napac00,check\nemea0,check\n"


async def test_the_good_lines_are_created_by_ones_rights_and_the_others_written_with_why(
    sqlite_url: str, sealer: Sealer, tmp_path: Path
) -> None:
    file, rest = tmp_path / "tasks.csv", tmp_path / "rest.csv"
    file.write_text(_LIST)
    granted = [Grant(subject="U0BEN", role=Role.OPERATOR, group="emea")]
    async with database(sqlite_url):
        await some_accounts(1, sealer)
        await some_accounts(1, sealer, group="apac")
        await transaction(lambda: grants.grant(granted, by="U0ANA", now=NOW))
    given = ("tasks", "create", str(file), "--as", "U0BEN")

    looked = bellhop(*given, "--preview", url=sqlite_url)
    done = bellhop(*given, "--channel", "C0OPS", "--rest", str(rest), url=sqlite_url)
    refused = bellhop("tasks", "create", str(file), "--as", "ben", url=sqlite_url)

    assert "3 lines: 1 ready, 1 not in your groups, 1 unknown account" in looked.stdout
    assert looked.stdout.endswith("Nothing was created.\n")
    assert done.stdout == "Created 1 task, #1 to #1, in batch 1.\n"
    assert "Row 4: There is no account emea0. Did you mean emea00?" in done.stderr
    assert "--as: write a Slack user id" in refused.stderr
    with rest.open(encoding="utf-8-sig") as written:
        assert [(line["account"], bool(line["why"])) for line in csv.DictReader(written)] == [
            ("apac00", True), ("emea0", True)
        ]  # fmt: skip
    async with database(sqlite_url):
        assert [(one.params, one.operation_user) for one in await Task.all()] == [
            ({"page_name": "Shop 1", "category": "Artist"}, "U0BEN")
        ]
        assert ((await Batch.get()).channel, (await Batch.get()).by) == ("C0OPS", "U0BEN")
        (line,) = await Audit.all()
        assert (line.actor, line.allowed, line.place, line.batch_id) == ("U0BEN", True, "command line", 1)


def test_the_other_lines_are_not_written_over_the_list(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text(_LIST)

    refused = bellhop("tasks", "create", str(file), "--as", "U0BEN", "--rest", str(file), url=sqlite_url)

    assert "--rest: name another file" in refused.stderr
    assert file.read_text() == _LIST
