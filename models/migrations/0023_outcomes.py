"""What came of each attempt, and of the task that speaks of it: by whose hand it can go on. What is there gets its own.

The causes of now, as they are now: a later version of this program may tell them apart in another way, and changes
those rows by a migration of its own.
"""

# ruff: noqa: S608 - fixed texts

from typing import Any

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.schema import ChangeRows

_LOOK = "(result LIKE '%must be looked at before this is run again%' OR result LIKE '%Look at the account before this is run again%')"
_CAUSES = {
    "person": (
        "wrong_password", "checkpoint", "code_wanted", "wrong_code", "code_refused", "codes_locked", "disabled",
        "account_unclear",
    ),
    "fix": (
        "no_proxy_assigned", "proxy_unreachable", "proxy_timeout", "proxy_closed", "proxy_auth", "proxy_refused",
        "proxy_wrong_kind", "proxy_unusable", "logged_out", "login", "wrong_account", "unreadable", "bad_parameters",
        "unknown_type", "clock_ahead", "unsealable",
    ),
    "never": ("not_done",),
    "retry": (
        "site_error", "site_unreachable", "site_refused", "redirect_loop", "led_away", "network", "connection_lost",
        "unsteady_screen", "long_list", "not_saved", "not_joined", "unreadable_invitation", "timed_out", "time_limit",
        "code_late", "code_used", "browser_crashed", "browser_error", "browser_start_failed", "driver_failed",
        "evidence_missing", "lease_over", "worker_lost", "unforeseen", "fault",
    ),
}  # fmt: skip
_OF_CAUSES = " ".join(
    "WHEN cause IN ('{}') THEN '{}'".format("', '".join(codes), outcome) for outcome, codes in _CAUSES.items()
)
_OUTCOME = f"""CASE
    WHEN status IN ('waiting', 'starting', 'executing', 'canceled') THEN ''
    WHEN status <> 'ended' AND {_LOOK} THEN 'person'
    {_OF_CAUSES}
    WHEN login_status IN ('wrong_password', 'checkpoint', 'disabled') THEN 'person'
    WHEN login_status = 'logged_out' THEN 'fix'
    WHEN status = 'no_proxy' THEN 'fix'
    WHEN status <> 'ended' THEN 'retry'
    WHEN substr(result, 1, 10) = 'Not done: ' THEN 'never'
    WHEN cause IN ('', 'not_kept') THEN 'done' ELSE 'person' END"""
_WITHOUT_CAUSE = _OUTCOME.replace("cause IN", "'' IN")
# Most rows are done. With that as the default of a new column PostgreSQL need not write them anew, nor their indexes.
_POSTGRES = tuple(
    statement.format(table)
    for table in ("attempt", "task")
    for statement in (
        "ALTER TABLE {} DROP COLUMN outcome",
        "ALTER TABLE {} ADD COLUMN outcome VARCHAR(10) NOT NULL DEFAULT 'done'",
        "ALTER TABLE {} ALTER COLUMN outcome SET DEFAULT ''",
    )
)
_PRESENT = "attempt.task_id = task.id AND attempt.number = task.attempt AND attempt.status = task.status"
_STATEMENTS = (
    f"UPDATE attempt SET outcome = {_OUTCOME} WHERE outcome <> {_OUTCOME}",
    f"UPDATE task SET outcome = attempt.outcome FROM attempt WHERE {_PRESENT} AND task.outcome <> attempt.outcome",
    # Without an attempt that says why.
    f"UPDATE task SET outcome = {_WITHOUT_CAUSE} WHERE outcome <> {_WITHOUT_CAUSE} "
    f"AND NOT EXISTS (SELECT 1 FROM attempt WHERE {_PRESENT})",
    # What a re-execution that is taken back goes back to.
    "UPDATE task SET former_outcome = attempt.outcome FROM attempt "
    "WHERE attempt.task_id = task.id AND attempt.number = task.attempt - 1 AND task.status = 'waiting' "
    "AND attempt.outcome <> '' AND attempt.status = task.came_from",
    # All are counted anew, by their outcomes too, with the last migration.
    "DELETE FROM tally",
    "DELETE FROM tally_change",
)


async def _fill(_apps: Any, editor: Any) -> None:
    is_sqlite = editor.client.capabilities.dialect == "sqlite"
    for statement in (*(() if is_sqlite else _POSTGRES), *_STATEMENTS):
        await editor.client.execute_query(statement)


def _text() -> Any:
    return fields.CharField(default="", db_default="", max_length=10)


class Migration(migrations.Migration):
    dependencies = [("models", "0022_proxy_answers")]

    initial = False

    operations = [
        ops.AddField(model_name="Attempt", name="outcome", field=_text()),
        ops.AddField(model_name="Task", name="outcome", field=_text()),
        ops.AddField(model_name="Task", name="former_outcome", field=_text()),
        ChangeRows(_fill, ChangeRows.noop),
        ops.AddIndex(model_name="Task", index=Index(fields=["outcome", "created_at", "id"])),
    ]
