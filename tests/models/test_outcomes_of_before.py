"""What was there before outcomes were kept gets them by the migration, as the program itself would decide."""

from importlib import import_module
from itertools import product

from tortoise.migrations.api.migrate import migrate as run_migrations

from models.database import config, database, migrate
from models.domain.filters import TaskFilter
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import LOOK_FIRST, LOOK_LOST, NOT_DONE
from models.domain.triage.decision import cause_of, outcome_of
from models.domain.triage.outcome import FAILED
from models.sql import rows, run_each
from models.tasks import counts
from tests.handlers.strategies import NOW

_KNOWN = import_module("models.migrations.0023_outcomes")._CAUSES.values()
_CAUSES = ("", "not_kept", "of_a_former_version", *(code for codes in _KNOWN for code in codes))
_RESULTS = ("so", f"{NOT_DONE}the site said: no", f"So. {LOOK_FIRST}", f"So. {LOOK_LOST}")
_ENDINGS = list(product(Status, LoginStatus, _CAUSES, _RESULTS))
_TASK = (
    "INSERT INTO task (id, type, account_id, group_id, batch_id, params, status, came_from, login_status, result, "
    "operation_user, former_user, attempt, fence, worker, again_by, note_link, created_at) "
    "VALUES (?, 'check', ?, 1, 1, '{}', ?, ?, ?, ?, 'U0ANA', '', ?, 0, '', '', '', ?)"
)
_ATTEMPT = (
    "INSERT INTO attempt (task_id, number, batch_id, by, asked_at, worker, status, login_status, result, cause) "
    "VALUES (?, ?, 1, 'U0ANA', ?, '', ?, ?, ?, ?)"
)


async def _write() -> None:
    """A task for each ending there can be; and one that waits again after it."""
    await rows("INSERT INTO account_group (id, name) VALUES (1, 'emea') RETURNING id")
    await rows(
        "INSERT INTO batch (id, kind, by, why, size, channel, ts, created_at) "
        "VALUES (1, 'create', 'U0ANA', '', 1, 'C0OPS', '', :at) RETURNING id",
        at=NOW,
    )
    tasks: list[tuple[object, ...]] = []
    attempts: list[tuple[object, ...]] = []
    accounts = [(n, f"a{n}", "", 1, False, "unknown", "", NOW) for n in range(1, len(_ENDINGS) + 1)]
    await run_each(
        "INSERT INTO account (id, login, user_id, group_id, needs_proxy, login_status, owner, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        accounts,
    )
    for n, (status, login, cause, result) in enumerate(_ENDINGS, 1):
        ended = (status.value, login.value, result, cause)
        tasks.append((n, n, status.value, "executing", login.value, result, 1, NOW))
        attempts.append((n, 1, NOW, *ended))
        again = len(_ENDINGS) + n
        tasks.append((again, n, "waiting", status.value, "unknown", "", 2, NOW))
        attempts += [(again, 1, NOW, *ended), (again, 2, NOW, "waiting", "unknown", "", "")]
    await run_each(_TASK, tasks)
    await run_each(_ATTEMPT, attempts)


async def test_what_ended_before_has_the_outcome_that_the_program_decides(empty: str) -> None:
    async with database(empty):
        await run_migrations(config=config(empty), target="models.0022_proxy_answers")
        await _write()

    await migrate(empty)

    async with database(empty):
        stored = {row["id"]: row for row in await rows("SELECT id, outcome, former_outcome FROM task")}
        of_attempts = await rows("SELECT task_id, outcome FROM attempt WHERE number = 1")
        causes = {row["id"]: row for row in await rows("SELECT id, cause, former_cause FROM task")}
        filed = {n: cause_of(*ending) for n, ending in enumerate(_ENDINGS, 1)}
        assert {n: causes[n]["cause"] for n in filed} == filed
        assert {n: causes[n + len(_ENDINGS)]["former_cause"] for n in filed} == filed
        assert {causes[n + len(_ENDINGS)]["cause"] for n in filed} == {""}
        decided = {n: outcome_of(*ending) or "" for n, ending in enumerate(_ENDINGS, 1)}
        assert {n: stored[n]["outcome"] for n in decided} == decided
        again = {n + len(_ENDINGS): outcome for n, outcome in decided.items()}
        assert {n: stored[n]["former_outcome"] for n in again} == again
        assert {stored[n]["outcome"] for n in again} == {""}
        assert {row["task_id"]: row["outcome"] for row in of_attempts} == decided | again
        failed = sum(outcome in FAILED for outcome in decided.values())
        assert await counts.total(TaskFilter(outcomes=FAILED)) == failed
