"""What holds of the tables whatever was done to tasks, by whom and in whatever order: questions that find nothing.

Each question names a task in its first column, so that a test can say which of its schedules broke the rule.
Events of one task, and of one account, are written one after another: their ids are their order.
"""

from models.domain.lifecycle import LIVE, MOVES, OVER, Status
from models.domain.task_types import TASK_TYPES
from models.domain.triage import standings
from models.domain.triage.decision import LOOKS
from models.sql import rows, utc_day


def _words(statuses: frozenset[Status]) -> str:
    return ", ".join(f"'{status.value}'" for status in sorted(statuses))


_LIVE, _OVER, _EXECUTED = _words(LIVE), _words(OVER), _words(OVER - {Status.CANCELED})
_REPEATABLE = ", ".join(f"'{kind.id}'" for kind in TASK_TYPES.values() if kind.repeatable)
_LOOKS = " OR ".join(f"a.result LIKE '%{look}%'" for look in LOOKS)
_LEGAL = ", ".join(
    f"('{how.value}', '{source.value}', '{target.value}')"
    for how, rule in MOVES.items()
    for source in sorted(rule.sources)
    for target in sorted(rule.targets)
)
_STORY = (
    "(SELECT e.*, LAG(to_status) OVER own AS was, LAG(move) OVER own AS move_before, LAG(fence) OVER own AS fence_before "
    "FROM event e WINDOW own AS (PARTITION BY task_id ORDER BY id)) AS story"
)
_NEWEST = "(SELECT e.* FROM event e WHERE id IN (SELECT MAX(id) FROM event GROUP BY task_id)) AS newest"
_ITEMS = "(SELECT i.*, b.kind, b.state FROM batch_item i JOIN batch b ON b.id = i.batch_id) AS item"
_HELD = (
    f"(SELECT e.task_id, SUM(CASE WHEN e.to_status IN ({_LIVE}) THEN 1 ELSE 0 END "
    f"- CASE WHEN e.from_status IN ({_LIVE}) THEN 1 ELSE 0 END) "
    "OVER (PARTITION BY t.account_id ORDER BY e.id) AS held FROM event e JOIN task t ON t.id = e.task_id) AS history"
)

STATUSES = {
    "an account has one live task at most": f"SELECT MIN(id), account_id FROM task WHERE status IN ({_LIVE}) "
    "GROUP BY account_id HAVING COUNT(*) > 1",
    "an account has one live attempt at most": "SELECT MIN(t.id), t.account_id FROM attempt a JOIN task t ON t.id = a.task_id "
    f"WHERE a.status IN ({_LIVE}) GROUP BY t.account_id HAVING COUNT(*) > 1",
    "an account never had two live tasks": f"SELECT task_id, held FROM {_HELD} WHERE held NOT IN (0, 1)",
    "every move is one of the life cycle": "SELECT task_id, move, from_status, to_status FROM event WHERE move <> 'create' "
    f"AND (move, from_status, to_status) NOT IN (VALUES {_LEGAL})",
    "what executes is never cancelled": "SELECT task_id, from_status FROM event "
    "WHERE to_status = 'canceled' AND from_status NOT IN ('waiting', '')",
    "each move starts where the one before it ended": f"SELECT task_id, was, from_status FROM {_STORY} "
    "WHERE COALESCE(was, '') <> from_status",
    "a task stands where its last move brought it": "SELECT t.id, t.came_from, t.status, from_status, to_status "
    f"FROM task t LEFT JOIN {_NEWEST} ON newest.task_id = t.id "
    "WHERE COALESCE(to_status, '') <> t.status OR from_status <> t.came_from OR newest.fence <> t.fence",
    "only a claim raises the fence, by one, and nothing lowers it": f"SELECT task_id, move, fence_before, fence FROM {_STORY} "
    "WHERE fence <> COALESCE(fence_before, 0) + CASE WHEN move = 'claim' THEN 1 ELSE 0 END",
    "an outcome is of what was executed to an end": "SELECT id, status, outcome FROM task "
    f"WHERE (status IN ({_EXECUTED})) <> (outcome <> '')",
    "a failure, and nothing else, is filed under a cause": "SELECT id, status, outcome, cause FROM task "
    "WHERE (outcome NOT IN ('', 'done')) <> (cause <> '')",
    "a lease belongs to a live task": "SELECT id, status, lease_until FROM task "
    f"WHERE (status IN ({_LIVE})) <> (lease_until IS NOT NULL)",
}
ATTEMPTS = {
    "there are as many attempts as the task says": "SELECT t.id, t.attempt, COUNT(a.id), MAX(a.number) FROM task t "
    "LEFT JOIN attempt a ON a.task_id = t.id GROUP BY t.id, t.attempt "
    "HAVING COUNT(a.id) <> t.attempt OR MAX(a.number) <> t.attempt",
    "there are as many attempts as were asked for and not taken back": "SELECT t.id, t.attempt FROM task t JOIN event e "
    "ON e.task_id = t.id GROUP BY t.id, t.attempt HAVING t.attempt <> 1 + "
    "SUM(CASE move WHEN 'repeat' THEN 1 WHEN 'withdraw' THEN -1 ELSE 0 END)",
    "the present attempt stands where its task does, the former ones are over": "SELECT t.id, a.number, a.status FROM attempt a "
    "JOIN task t ON t.id = a.task_id WHERE CASE WHEN a.number = t.attempt THEN a.status <> t.status "
    f"ELSE a.status NOT IN ({_OVER}) END",
    "the row speaks of its present attempt": "SELECT t.id, a.result, t.result FROM attempt a JOIN task t ON t.id = a.task_id "
    "AND t.attempt = a.number WHERE a.result <> t.result OR a.login_status <> t.login_status OR a.outcome <> t.outcome "
    "OR a.ended_at IS DISTINCT FROM t.ended_at OR a.started_at IS DISTINCT FROM t.started_at",
    "an attempt touches the account once and ends once": "SELECT task_id, attempt, COUNT(*) FROM event "
    f"WHERE move = 'begin' OR (from_status IN ({_LIVE}) AND to_status IN ({_OVER})) "
    "GROUP BY task_id, attempt, CASE WHEN move = 'begin' THEN 1 ELSE 0 END HAVING COUNT(*) > 1",
    "an attempt that ended has its note, and no other has, but for a lost one that runs again by itself": "SELECT "
    "a.task_id, a.number, a.status FROM attempt a JOIN task t ON t.id = a.task_id LEFT JOIN status_note n "
    f"ON n.attempt_id = a.id WHERE (n.id IS NULL) <> (a.status IN ('canceled', 'waiting', {_LIVE})) "
    f"AND NOT (n.id IS NULL AND a.cause = 'worker_lost' AND t.type IN ({_REPEATABLE}))",
    "a note belongs to an attempt": "SELECT task_id, attempt_id FROM status_note "
    "WHERE attempt_id NOT IN (SELECT id FROM attempt)",
}
RECEIPTS = {
    "every task of an operation came to one of three ends": "SELECT task_id, batch_id, outcome FROM batch_item "
    "WHERE outcome NOT IN ('done', 'later', 'skipped')",
    "an operation ended, and has the tasks it counted": "SELECT MIN(i.task_id), b.id, b.state, b.size FROM batch b "
    "JOIN batch_item i ON i.batch_id = b.id GROUP BY b.id, b.state, b.size "
    "HAVING b.size <> COUNT(*) OR b.state NOT IN ('done', 'undone')",
    "each cancel done is one cancelling": "SELECT t.id FROM task t WHERE "
    f"(SELECT COUNT(*) FROM {_ITEMS} WHERE task_id = t.id AND kind = 'cancel' AND outcome = 'done') "
    "<> (SELECT COUNT(*) FROM event WHERE task_id = t.id AND move = 'cancel')",
    "nothing is cancelled later": f"SELECT task_id, batch_id FROM {_ITEMS} WHERE kind = 'cancel' AND outcome = 'later'",
    "what was left alone was not what it was asked for, or would make a second one": "SELECT task_id, batch_id, kind, status "
    f"FROM {_ITEMS} WHERE outcome = 'skipped' AND (status = '' OR since IS NULL OR CASE kind WHEN 'cancel' "
    f"THEN status = 'waiting' ELSE status IN ({_OVER}) AND task_id IN (SELECT id FROM task WHERE type IN ({_REPEATABLE})) END)",
    "each new attempt was asked for once": "SELECT a.task_id, a.number FROM attempt a WHERE a.number > 1 AND a.by <> '' AND 1 <> "
    f"(SELECT COUNT(*) FROM {_ITEMS} WHERE task_id = a.task_id AND batch_id = a.batch_id AND kind = 'repeat' "
    "AND outcome IN ('done', 'later'))",
    "one request makes one attempt": "SELECT task_id, batch_id FROM attempt WHERE by <> '' "
    "GROUP BY task_id, batch_id HAVING COUNT(*) > 1",
    "a re-execution that was done has its attempt, unless it was taken back": f"SELECT task_id, batch_id FROM {_ITEMS} "
    "WHERE kind = 'repeat' AND outcome = 'done' AND state = 'done' AND NOT EXISTS "
    "(SELECT 1 FROM attempt a WHERE a.task_id = item.task_id AND a.batch_id = item.batch_id)",
    "a re-execution for later came, is awaited, or ended with a cancel, an undo, a loss or the need to look": f"SELECT task_id, batch_id FROM {_ITEMS} "
    "WHERE kind = 'repeat' AND outcome = 'later' AND state = 'done' AND NOT EXISTS "
    "(SELECT 1 FROM attempt a WHERE a.task_id = item.task_id AND a.batch_id = item.batch_id) AND NOT EXISTS "
    "(SELECT 1 FROM task t WHERE t.id = item.task_id AND t.again_by <> '' AND t.again_batch_id = item.batch_id) "
    "AND NOT EXISTS (SELECT 1 FROM event e WHERE e.task_id = item.task_id "
    "AND (e.move = 'cancel' OR e.cause = 'worker lost')) AND NOT EXISTS "
    f"(SELECT 1 FROM attempt a WHERE a.task_id = item.task_id AND ({_LOOKS}))",
    "only what still stood was taken back": f"SELECT task_id, move_before, move FROM {_STORY} "
    "WHERE (move = 'restore' AND move_before <> 'cancel') OR (move = 'withdraw' AND move_before <> 'repeat')",
    "nothing of what was taken back still stands": "SELECT t.id, b.id FROM task t JOIN batch b "
    "ON b.id = t.operation_id OR (b.id = t.again_batch_id AND t.again_by <> '') WHERE b.state = 'undone'",
}
KEPT_COUNTS = {
    "a message is owed once": "SELECT MIN(about), key FROM outbox WHERE state = 'pending' GROUP BY key HAVING COUNT(*) > 1",
    "the kept counts are what a recount finds": "SELECT 0, group_id, type, status, day, SUM(n) FROM ("
    "SELECT group_id, type, status, day, n FROM tally WHERE by = '' AND group_id <> 0 AND type <> '' AND status <> '' AND day <> '' "
    "UNION ALL SELECT group_id, type, status, day, n FROM tally_change "
    "UNION ALL SELECT group_id, type, {standing}, {day}, -1 FROM task) AS counted "
    "GROUP BY group_id, type, status, day HAVING SUM(n) <> 0",
    "the kept counts of each user are what a recount finds": "SELECT 0, group_id, type, status, by, SUM(n) FROM ("
    "SELECT group_id, type, status, by, n FROM tally WHERE group_id <> 0 AND type <> '' AND status <> '' AND by <> '' "
    "UNION ALL SELECT group_id, type, status, by, n FROM tally_change "
    "UNION ALL SELECT group_id, type, {standing}, operation_user, -1 FROM task) AS counted "
    "GROUP BY group_id, type, status, by HAVING SUM(n) <> 0",
}


async def broken() -> dict[str, list[tuple[object, ...]]]:
    """The rules that do not hold, each with the rows that break it."""
    questions = STATUSES | ATTEMPTS | RECEIPTS | KEPT_COUNTS
    broken_rows = {
        rule: await rows(
            question.replace("{day}", utc_day("created_at")).replace("{standing}", standings.SQL)
        )
        for rule, question in questions.items()
    }
    return {rule: [tuple(row.values()) for row in bad] for rule, bad in broken_rows.items() if bad}
