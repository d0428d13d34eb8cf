"""One large batch, written by a few statements."""

from datetime import UTC, datetime

from models.sql import is_postgres, rows

_NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


async def fill(model: int, count: int) -> None:
    """So many accounts and tasks more, as one large batch would have made them: ranks one after another."""
    await rows(
        f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {count}) "
        "INSERT INTO account (login, login_key, group_id, user_id, needs_proxy, login_status, owner, created_at) "
        "SELECT 'many' || k, 'many' || k, (SELECT MIN(id) FROM account_group), '', :no, 'unknown', '', :now FROM n",
        no=False,
        now=_NOW,
    )
    await rows(
        "INSERT INTO task (type, account_id, group_id, batch_id, params, status, came_from, login_status, result, "
        "operation_user, attempt, fence, worker, again_by, note_link, created_at, rank) "
        "SELECT t.type, a.id, t.group_id, t.batch_id, t.params, t.status, '', t.login_status, '', t.operation_user, 1, 0, "
        "'', '', '', t.created_at, a.id - (SELECT MIN(id) FROM account WHERE login LIKE 'many%') + 1 "
        "FROM account a, task t WHERE t.id = :model AND a.login LIKE 'many%'",
        model=model,
    )
    await rows(
        "INSERT INTO attempt (task_id, number, batch_id, by, asked_at, worker, status, login_status, result, cause) "
        "SELECT id, 1, batch_id, operation_user, created_at, '', 'waiting', 'unknown', '', '' FROM task WHERE id <> :model",
        model=model,
    )
    if is_postgres():  # as its own maintenance does after so many changes
        for table in ("task", "account", "attempt"):
            await rows(f"ANALYZE {table}")
