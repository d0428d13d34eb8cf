"""Whatever a batch holds, its message and the accounts that wait for approval are what Slack takes."""

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.slack.blockkit import limits
from bot.sandbox.slack.blockkit.surfaces import message_findings, text_length, view_findings
from handlers.batches import present_approval, present_batch
from handlers.batches.approval_blocks import asked_accounts
from handlers.batches.blocks import batch
from models.domain.values.batches.approvals import ApprovalAnswer, ApprovalDetail, AskedAccount
from models.domain.values.batches.standing import BatchDetail, BatchOverview
from models.domain.values.batches.task_lists import AskedTasks
from models.domain.values.rows import TaskDetail
from tests.fuzz.harness.effort import tries
from tests.handlers import strategies
from tests.handlers.live_markup import live, markups, mentioned

_some = tries(75, long=100_000)


@_some
@given(strategies.batches, strategies.tasks(), strategies.overviews)
def test_any_batch_is_taken(detail: BatchDetail, task: TaskDetail, overview: BatchOverview) -> None:
    view = present_batch.batch(
        detail, AskedTasks(types={task.type: 1}, params=task.params), overview, now=strategies.NOW
    )

    drawn = batch(view)
    assert message_findings(drawn) == []
    assert text_length(drawn) <= limits.BLOCKS_TEXT
    assert [piece for text in markups(drawn) for piece in live(text)] == []
    assert {person for text in markups(drawn) for person in mentioned(text)} == {detail.by}


@_some
@given(st.lists(strategies.asked_accounts, max_size=1000), st.booleans())
def test_any_accounts_that_wait_for_approval_are_taken(accounts: list[AskedAccount], is_many: bool) -> None:  # noqa: FBT001
    accounts = sorted((accounts * 300)[:1000] if is_many else accounts, key=lambda one: one.group)
    approval = ApprovalDetail(
        id=1, request=None, operation_id=1, type="check", size=len(accounts), by="U0ANA", channel="C0OPS",
        ts="1.1", answer=ApprovalAnswer.ASKED, answered_by="", created_at=strategies.NOW,
    )  # fmt: skip

    view = asked_accounts(*present_approval.accounts(approval, accounts))

    assert view_findings(view) == []
    assert [text for text in markups(view["blocks"]) if live(text)] == []
