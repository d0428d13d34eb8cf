"""Tasks cancelled and executed again from a terminal: by the rights and the approvals of Slack, audited, never unasked."""

import json

import pytest

from models.access import grants
from models.access.grants import Audit
from models.batches.approval_table import Approval
from models.database import database
from models.domain.lifecycle import Status
from models.domain.permissions import Grant, Role
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.tasks import Attempt, Batch, Task
from tests.bot.cli.forked import run
from tests.factories import ended, waiting_tasks
from tests.handlers.strategies import NOW

_GRANTS = [
    Grant(subject="U0BEN", role=Role.OPERATOR, group="emea"),
    Grant(subject="U0VIC", role=Role.VIEWER),
]


@pytest.fixture
async def env(database_url: str, sealer: Sealer) -> dict[str, str]:
    """Checks 1 to 3 of emea, of which 1 is over, and a page 4 of apac that was made."""
    async with database(database_url):
        await waiting_tasks(3, sealer)
        await waiting_tasks(1, sealer, kind="create_page", group="apac")
        await ended(1)
        await ended(4, result='Page "Shop" created.')
        await transaction(lambda: grants.grant(_GRANTS, by="U0ANA", now=NOW))
    return {"DATABASE_URL": database_url, "BELLHOP_ADMINS": "U0ANA"}


async def test_all_that_match_are_cancelled_once_by_ones_rights_and_the_audit_says_so(
    env: dict[str, str],
) -> None:
    given = ("tasks", "cancel", "group:emea", "type:check")

    unasked = run(*given, "--as", "U0BEN", env=env)
    viewer = run(*given, "--as", "U0VIC", "--yes", env=env)
    elsewhere = run("tasks", "cancel", "status:waiting,ended", "--as", "U0BEN", "--yes", env=env)
    done = run(*given, "--as", "U0BEN", "--yes", env=env)
    again = run(*given, "--as", "U0BEN", "--yes", env=env)

    assert (unasked.returncode, viewer.returncode, elsewhere.returncode) == (2, 1, 1)
    assert "nobody can answer the question here. Add --yes." in unasked.stderr
    assert viewer.stderr == "bellhop: nothing was canceled: U0VIC may not cancel tasks.\n"
    assert elsewhere.stderr == "bellhop: nothing was canceled: U0BEN may not cancel tasks in apac.\n"
    assert "2 tasks of 3 will be canceled.\n1 task is left alone: Execution ends." in done.stderr
    assert done.stdout.startswith("Canceled 2 · Skipped 1\n#2, #3\n#1 has ended since ")
    assert (done.returncode, again.returncode) == (0, 1)
    async with database(env["DATABASE_URL"]):
        statuses = await Task.all().order_by("id").values_list("status", flat=True)
        assert statuses == [Status.ENDED, Status.CANCELED, Status.CANCELED, Status.ENDED]
        lines = await Audit.all().order_by("id").values_list("actor", "action", "allowed", "place")
        place = "command line"
        assert lines[0] == ("U0VIC", "cancel", False, place)
        assert lines[1] == ("U0BEN", "cancel", False, place)
        assert lines[2:] == [("U0BEN", "cancel", True, place)]
        (line,) = await Audit.filter(allowed=True)
        assert line.about == f"operation {line.batch_id}: 3 tasks, #1, #2, #3"


async def test_what_can_make_a_second_page_runs_again_only_where_that_is_said_too(
    env: dict[str, str],
) -> None:
    given = ("tasks", "retry", "1,4", "--as", "U0ANA", "--yes")

    warned = run(*given, env=env)
    done = run(*given, "--second", "--json", env=env)
    nobody = run("tasks", "retry", "1", "77", "--as", "U0ANA", "--yes", env=env)

    assert (warned.returncode, done.returncode, nobody.returncode) == (2, 0, 2)
    assert "Warning: #4 has made one already" in warned.stderr
    assert "or add --second" in warned.stderr
    assert json.loads(done.stdout)["first_done"] == [1, 4]
    assert "There is no task #77." in nobody.stderr
    async with database(env["DATABASE_URL"]):
        assert await Attempt.filter(number=2).order_by("task_id").values_list("task_id", "by") == [
            (1, "U0ANA"), (4, "U0ANA")
        ]  # fmt: skip


async def test_what_needs_a_second_person_is_asked_in_a_channel_and_not_done(env: dict[str, str]) -> None:
    env |= {"BELLHOP_APPROVE_TYPES": "check"}
    async with database(env["DATABASE_URL"]):
        await Batch.all().update(channel="D0ANA")  # nobody else sees what stands there

    nowhere = run("tasks", "retry", "1", "--as", "U0BEN", "--yes", env=env)
    asked = run("tasks", "retry", "1", "--as", "U0BEN", "--channel", "C0OPS", "--yes", env=env)

    assert (nowhere.returncode, asked.returncode) == (2, 0)
    assert "Name it by --channel." in nowhere.stderr
    assert asked.stdout.startswith("This needs a second person")
    async with database(env["DATABASE_URL"]):
        assert (await Task.get(id=1)).status is Status.ENDED
        assert [(one.by, one.channel) for one in await Approval.all()] == [("U0BEN", "C0OPS")]
        (line,) = await Audit.all()
        assert line.about.startswith("asks for operation ")


def test_what_is_typed_wrong_ends_with_2_and_a_sentence(sqlite_url: str) -> None:
    env = {"DATABASE_URL": sqlite_url}

    def said(*typed: str) -> str:
        done = run("tasks", *typed, env=env)
        assert done.returncode == 2
        return done.stderr

    assert "Did you mean `status:`?" in said("cancel", "stauts:x", "--as", "U0BEN")
    assert "--as: write a Slack user id" in said("retry", "1", "--as", "ben")
    assert "name Task IDs, such as 4711 4712" in said("cancel", "page:2", "--as", "U0BEN")
    assert "at most 1,000 Task IDs" in said("cancel", ",".join(map(str, range(1, 1002))), "--as", "U0BEN")
    assert "--zone: write a time zone" in said("list", "--zone", "Atlantis")
