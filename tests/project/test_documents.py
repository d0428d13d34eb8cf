"""What the documents say: what they link to exists, their figures are the program's, their statements work."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.scheduler import _LEAD as LEAD
from bot.scheduler import SWEEP_EVERY
from bot.socket_mode import MOST_RENEWALS
from executor import limits
from models.accounts import holds
from models.messages import outbox
from models.monitoring import processes
from models.secrets.sealing import Sealer
from models.sql import is_postgres, run
from models.tables.tasks import Batch
from models.tasks import claims, recovery, retention
from tests.factories import waiting_tasks

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / ".github").rglob("*.md")),
]
RUNNING = (ROOT / "docs/running.md").read_text()
FAULTS = (ROOT / "docs/faults.md").read_text()
LINKS = [
    pytest.param(document, target, id=f"{document.relative_to(ROOT)}: {target}")
    for document in DOCUMENTS
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", document.read_text())
]


@pytest.mark.parametrize(("document", "target"), LINKS)
def test_what_a_document_links_to_is_there(document: Path, target: str) -> None:
    place = (document.parent / target).resolve()

    assert place.exists()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_test_and_module_a_document_names_is_there(document: Path) -> None:
    named = re.findall(
        r"`((?:bot|handlers|executor|models|tests|docs)/[\w./-]+?)(?:::\w+)?`", document.read_text()
    )

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_figures_of_the_faults_are_the_programs() -> None:
    for said in (
        f"after {claims.LEASE.seconds} seconds without a heartbeat, and up to {SWEEP_EVERY} until",
        f"of two, the other leads after {LEAD.seconds} seconds",
        f"have waited for {recovery.NOTIFY_AGAIN.seconds} seconds since the last time",
        f"{outbox.TRIES} tries in about ten minutes",
        {5: "when that does not help five times"}[MOST_RENEWALS],
    ):
        assert said in FAULTS


def test_the_figures_of_running_are_the_programs() -> None:
    for said in (
        f"when it is silent for {LEAD.seconds} seconds",
        f"within {processes.ALIVE.seconds} seconds",
        f"| records of what Slack delivered | {retention._DELIVERIES.days} days",
        f"| messages that reached Slack | {retention._SENT.days} days",
        f"processes that are gone | {retention._ASKED.days} day |",
        f"Maintenance deletes {retention._MOST} of each at a time",
        f"passes {limits.BROWSER_MEMORY_MB} MB",
    ):
        assert said in RUNNING


async def test_after_the_statements_for_a_restored_database_all_numbers_begin_far_above(
    database: str, sealer: Sealer
) -> None:
    """Also those of a table that had no row yet when the copy was made."""
    before = await waiting_tasks(2, sealer)
    sqlite, postgres = re.findall(r"```sql\n(.+?)```", RUNNING, re.DOTALL)

    for statement in filter(str.strip, (postgres if is_postgres() else sqlite).split(";")):
        await run(statement, [])

    assert min(await waiting_tasks(2, sealer, group="apac")) > max(before) + 99_999
    assert (await Batch.all().order_by("-id").first()).id > 100_000  # type: ignore[union-attr]
    assert await holds.hold([1], why="", by="U0ANA", now=datetime.now(UTC)) == [1]
    assert (await holds.Hold.get()).id == 100_001
