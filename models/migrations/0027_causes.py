"""What each failure is filed under, beside its outcome, so that failures are grouped and listed by it; the proxy by which the
attempt went; and when somebody last gave an account another password, session or key of codes.

The causes of now, as they are now: see ``0023_outcomes``.
"""

# ruff: noqa: S608 - fixed texts

from typing import Any

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.schema import ChangeRows

_CAUSES = {
    "retry": (
        "site_error", "site_unreachable", "site_refused", "redirect_loop", "led_away", "network", "connection_lost",
        "unsteady_screen", "long_list", "not_saved", "not_joined", "unreadable_invitation", "timed_out", "time_limit",
        "code_late", "code_used", "browser_crashed", "browser_error", "browser_start_failed", "driver_failed",
        "evidence_missing", "lease_over", "worker_lost", "unforeseen", "fault", "not_kept",
    ),
    "person": (
        "wrong_password", "checkpoint", "code_wanted", "wrong_code", "code_refused", "codes_locked", "disabled",
        "account_unclear",
    ),
    "fix": (
        "no_proxy_assigned", "proxy_unreachable", "proxy_timeout", "proxy_closed", "proxy_auth", "proxy_refused",
        "proxy_wrong_kind", "proxy_unusable", "logged_out", "login", "wrong_account", "unreadable", "bad_parameters",
        "wrong_link", "invitation_invalid", "unknown_type", "clock_ahead", "unsealable", "email_wanted",
    ),
    "never": ("not_done",),
}  # fmt: skip
_LOGINS = {"person": ("wrong_password", "checkpoint", "disabled"), "fix": ("logged_out",)}
_LOOK = (
    "(attempt.result LIKE '%must be looked at before this is run again%' "
    "OR attempt.result LIKE '%Look at the account before this is run again%')"
)


def _own(column: str, codes: dict[str, tuple[str, ...]]) -> str:
    return " ".join(
        "WHEN attempt.outcome = '{}' AND attempt.{} IN ('{}') THEN attempt.{}".format(
            outcome, column, "', '".join(some), column
        )
        for outcome, some in codes.items()
    )


_FILED = f"""CASE
    WHEN attempt.status <> 'ended' AND {_LOOK} THEN 'may_be_made'
    {_own("cause", _CAUSES)}
    {_own("login_status", _LOGINS)}
    WHEN attempt.status = 'unknown_error' AND attempt.outcome = 'retry' THEN 'unforeseen'
    WHEN attempt.status = 'timed_out' AND attempt.outcome = 'retry' THEN 'timed_out'
    WHEN attempt.status = 'no_proxy' AND attempt.outcome = 'fix' THEN 'proxy_unreachable'
    WHEN attempt.status = 'ended' AND attempt.outcome = 'never' THEN 'not_done'
    ELSE 'other' END"""
_FAILED = "attempt.outcome IN ('retry', 'person', 'fix', 'never')"
# What grouping by cause and account reads, in its order; the many tasks that did not fail are not in it.
_GROUPED = "CREATE INDEX task_failed ON task (cause, account_id, ended_at, proxy_id, created_at, outcome) WHERE cause <> ''"
_STATEMENTS = (
    f"UPDATE task SET cause = {_FILED}, proxy_id = attempt.proxy_id FROM attempt "
    f"WHERE attempt.task_id = task.id AND attempt.number = task.attempt AND attempt.status = task.status AND {_FAILED}",
    # What a re-execution that is taken back goes back to.
    f"UPDATE task SET former_cause = {_FILED}, proxy_id = attempt.proxy_id FROM attempt "
    "WHERE attempt.task_id = task.id AND attempt.number = task.attempt - 1 AND task.status = 'waiting' "
    f"AND attempt.status = task.came_from AND {_FAILED}",
)


async def _fill(_apps: Any, editor: Any) -> None:
    for statement in _STATEMENTS:
        await editor.client.execute_query(statement)


def _code() -> Any:
    return fields.CharField(default="", db_default="", max_length=100)


class Migration(migrations.Migration):
    dependencies = [("models", "0026_list_layouts")]

    initial = False

    operations = [
        ops.AddField(model_name="Task", name="cause", field=_code()),
        ops.AddField(model_name="Task", name="former_cause", field=_code()),
        ops.AddField(model_name="Task", name="proxy_id", field=fields.IntField(null=True)),
        ops.AddField(model_name="Account", name="credentials_at", field=fields.DatetimeField(null=True)),
        ChangeRows(_fill, ChangeRows.noop),
        ops.AddIndex(model_name="Task", index=Index(fields=["cause", "created_at", "id"])),
        ops.RunSQL(_GROUPED, reverse_sql="DROP INDEX task_failed"),
    ]
