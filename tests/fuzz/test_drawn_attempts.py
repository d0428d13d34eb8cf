"""Whatever two attempts of a task hold, they are drawn side by side within limits."""

from zoneinfo import ZoneInfo

from hypothesis import given

from handlers.tasks.comparing.compare_blocks import comparison
from handlers.tasks.comparing.present_compare import compare
from models.domain.values.rows import ComparedAttempt, Comparison, TaskDetail
from tests.fuzz.harness.effort import tries
from tests.fuzz.harness.verdict import is_taken
from tests.handlers import attempt_strategies, strategies
from tests.handlers.live_markup import markups, mentioned

_ZONE = ZoneInfo("Asia/Kathmandu")


@tries(75, long=100_000)
@given(strategies.tasks(), attempt_strategies.compared, attempt_strategies.compared)
def test_any_two_attempts_are_taken_side_by_side(
    task: TaskDetail, newer: ComparedAttempt, older: ComparedAttempt
) -> None:
    found = Comparison(
        task_id=task.id, type=task.type, login=task.login, group=task.group, visible_to="U0ANA", channel="C0OPS",
        newer=newer, older=older, given=("password", "session"),
    )  # fmt: skip

    view = comparison(compare(found, reader="U0BEN", zone=_ZONE, now=strategies.NOW))

    is_taken(view=view)
    assert {person for text in markups(view) for person in mentioned(text)} <= {newer.by, older.by}
