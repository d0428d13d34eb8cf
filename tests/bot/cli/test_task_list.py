"""Tasks listed and shown in a terminal: by the words of Slack, as a table, as lines and as JSON."""

import doctest
import io
import json

import pytest
from rich.console import Console
from rich.text import Text

from bot.cli.tasks import as_json, listing, printed
from bot.cli.tasks.asked import state
from bot.cli.tasks.printed import one_line, plain, terminal_words
from handlers.words import filter_words
from models.access import grants
from models.database import database
from models.domain.filters import TaskFilter
from models.domain.lifecycle import LoginStatus, Status
from models.domain.permissions import Grant, Role
from models.domain.values.rows import TaskPage, TaskRow
from models.secrets.sealing import Sealer
from models.sql import transaction
from tests.bot.cli.forked import run
from tests.factories import ended, waiting_tasks
from tests.handlers.strategies import NOW


async def test_the_words_of_slack_list_tasks_as_lines_or_json_and_none_ends_with_1(
    database_url: str, sealer: Sealer
) -> None:
    env = {"DATABASE_URL": database_url}
    async with database(database_url):
        await waiting_tasks(3, sealer)
        await ended(2, login=LoginStatus.CHECKPOINT, result="a\x1b[2J\tb", cause="checkpoint")
        await transaction(
            lambda: grants.grant([Grant(subject="U0VIC", role=Role.VIEWER)], by="U0ANA", now=NOW)
        )

    lines = run("tasks", "list", "failed", "type:check", "since:00:00", env=env)
    second = run("tasks", "list", "--json", "--limit", "2", "--page", "2", env=env)
    mine = run("tasks", "list", "by:me", "--as", "U0VIC", env=env)
    stranger = run("tasks", "list", "--as", "U0EVE", env=env)
    shown = run("tasks", "show", "2", env=env)
    everything = json.loads(run("tasks", "show", "2", "--json", "--as", "U0VIC", env=env).stdout)

    header, only = lines.stdout.splitlines()
    assert header.split("\t") == ["id", "type", "account", "status", "result", "created", "by"]
    assert only.split("\t")[:5] == ["2", "Check", "emea01", "Execution ends · Needs a person", "a [2J b"]
    page = json.loads(second.stdout)
    assert (page["total"], page["pages"], [one["id"] for one in page["tasks"]]) == (3, 2, [1])
    assert (mine.returncode, stranger.returncode, run("tasks", "show", "9", env=env).returncode) == (1, 1, 1)
    assert stranger.stderr == "bellhop: nothing was shown: U0EVE may not see tasks.\n"
    assert "What to do: Sign in by hand" in shown.stdout
    assert "Executing → Execution ends · attempt 1" in shown.stdout
    assert "\x1b" not in shown.stdout
    assert [move["move"] for move in everything["history"]] == ["create", "claim", "begin", "finish"]
    assert [(one["cause"], one["outcome"]) for one in everything["attempts"]] == [("checkpoint", "person")]


def test_a_table_fits_eighty_columns_and_cuts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = TaskRow(
        id=4711, type="authorize_bm_invitation", login="a-long-login@mail.example", user_id="",
        login_status=LoginStatus.UNKNOWN, status=Status.WAITING, result="[bold] " + "word " * 30 + "end",
        note_link="", created_at=NOW, started_at=None, ended_at=None, operation_user="U012ABCDEF",
    )  # fmt: skip
    terminal = Console(
        file=io.StringIO(), force_terminal=True, width=80, markup=False, emoji=False, soft_wrap=True
    )
    monkeypatch.setattr(listing, "_out", terminal)

    listing._show(TaskPage(rows=(row,), total=1, page=1, pages=1, waiting=1), listing.asked.zone_of("UTC"))

    drawn = Text.from_ansi(terminal.file.getvalue()).plain.splitlines()  # type: ignore[attr-defined]
    assert max(map(len, drawn)) <= 80
    assert "".join(drawn).count("word") == 30
    assert "[bold]" in "".join(drawn)
    assert drawn[-1] == "1 task, page 1 of 1. Times are in UTC."


def test_words_without_a_shells_quotes_and_with_ids_for_people_are_those_of_slack() -> None:
    typed = ["group:north america,emea", "by:U0ANA,me", "waiting"]

    wanted = state(typed, me="U0BEN").filter

    assert wanted == filter_words.parse_filter('group:"north america",emea by:<@U0ANA>,<@U0BEN> waiting')
    assert wanted != TaskFilter()


def test_the_examples_hold() -> None:
    assert [doctest.testmod(module).failed for module in (printed, as_json)] == [0, 0]


def test_markup_is_plain_words_and_sentences_name_the_commands_of_a_terminal() -> None:
    assert plain("*2 tasks* by <@U0ANA> &amp;lt; <https://a.example|Note>") == (
        "2 tasks by U0ANA &lt; Note: https://a.example"
    )
    assert one_line("a\x1b[31m\u202eb\nc") == "a [31m b c"
    assert "`bellhop tasks list --help`" in terminal_words("No. `/tasks help` lists all words.")
