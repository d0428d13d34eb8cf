"""The tables of tasks. Shapes only: who writes a status is ``tasks.transitions``, who reads with WHERE is ``tasks.queries``.

Times are UTC. Secrets are sealed bytes (see ``secrets``). Two rules SQL alone can keep are in the migrations as
partial unique indexes: one live task per account, one pending outbox row per key.
"""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from tortoise import fields
from tortoise.indexes import Index
from tortoise.manager import Manager
from tortoise.models import Model

from models.domain.lifecycle import LoginStatus, Status
from models.domain.text import LONG, SHORT
from models.tables.accounts import Account, Group
from models.tables.light import Without


class Batch(Model):
    """What one person created, cancelled or re-executed in one go, with its message in Slack."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(20)  # create, cancel, repeat
    by = fields.CharField(SHORT)
    why = fields.CharField(LONG, default="")
    size = fields.IntField()
    channel = fields.CharField(SHORT)
    ts = fields.CharField(SHORT, default="")  # its message's; empty until Slack has answered
    left_channel = fields.CharField(SHORT, default="", db_default="")  # where its message cannot be any more
    left_why = fields.CharField(SHORT, default="", db_default="")  # Slack's error code that says so
    state = fields.CharField(
        10, default="", db_default=""
    )  # of an operation: see domain.values.batches.states
    created_at = fields.DatetimeField()
    done_at = fields.DatetimeField(
        null=True
    )  # of an operation that is not over: when it was confirmed, or its last step done
    undone_by = fields.CharField(SHORT, default="", db_default="")
    undone_to = fields.IntField(
        default=0, db_default=0
    )  # the last task that was looked at when it was taken back
    undone = fields.IntField(default=0, db_default=0)  # tasks taken back so far
    run_id = fields.IntField(null=True)  # the run of a schedule that made it
    then_type = fields.CharField(SHORT, default="", db_default="")  # the second step's; empty: it has none
    then_params: fields.JSONField[dict[str, str] | None] = fields.JSONField(null=True)
    then_by = fields.CharField(SHORT, default="", db_default="")  # who asked for it
    then_end = fields.CharField(10, default="", db_default="")  # domain.values.batches.second_steps.StepEnd
    then_ended_by = fields.CharField(SHORT, default="", db_default="")
    follows_id = fields.IntField(
        null=True
    )  # of a second step's batch: the first; each has one (unique index)
    link = fields.CharField(LONG, default="", db_default="")  # to its message, once somebody needed it

    class Meta:
        table = "batch"
        indexes = (Index(fields=["by", "id"]),)


class Task(Model):
    """One task type for one account. Its id is the Task ID people see and never changes."""

    id = fields.IntField(primary_key=True)
    type = fields.CharField(SHORT)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("models.Account", db_index=False)
    group: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField("models.Group", db_index=False)
    batch: fields.ForeignKeyRelation[Batch] = fields.ForeignKeyField("models.Batch", db_index=True)
    params: dict[str, str] = fields.JSONField(default=dict)  # type: ignore[assignment]
    status = fields.CharEnumField(Status, default=Status.WAITING)
    came_from = fields.CharField(20, default="")  # the status before the last move
    login_status = fields.CharEnumField(LoginStatus, default=LoginStatus.UNKNOWN)
    outcome = fields.CharField(
        10, default="", db_default=""
    )  # domain.triage.Outcome; empty: not executed to an end
    former_outcome = fields.CharField(10, default="", db_default="")  # the one before the last move
    cause = fields.CharField(SHORT, default="", db_default="")  # of a failure: domain.triage.causes
    former_cause = fields.CharField(SHORT, default="", db_default="")
    proxy_id = fields.IntField(null=True)  # the proxy by which the attempt went that ended
    result = fields.CharField(LONG, default="")
    operation_user = fields.CharField(SHORT)
    former_user = fields.CharField(
        SHORT, default="", db_default=""
    )  # the operation user before the last move
    attempt = fields.IntField(default=1)  # number of the attempt the row speaks of
    fence = fields.IntField(default=0)  # raised by every claim; a write with an older one changes nothing
    worker = fields.CharField(SHORT, default="")
    lease_until = fields.DatetimeField(null=True)
    rung_at = fields.DatetimeField(null=True)  # when workers were last notified
    not_before = fields.DatetimeField(null=True)  # it is not due until then
    rank = fields.BigIntField(
        default=0, db_default=0
    )  # of what waits, the smallest begins first: ranks.levels
    again_by = fields.CharField(SHORT, default="")  # who asked for another attempt while this one is live
    again_batch_id = fields.IntField(null=True)
    operation_id = fields.IntField(null=True)  # the operation that moved it last; any later move clears it
    note_link = fields.CharField(LONG, default="")
    follows_id = fields.IntField(null=True)  # the task it follows: one of a batch (unique index)
    created_at = fields.DatetimeField()
    started_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "task"
        indexes = (
            Index(fields=["created_at", "id"]),
            Index(fields=["status", "created_at", "id"]),
            Index(fields=["type", "created_at", "id"]),
            Index(fields=["group_id", "created_at", "id"]),
            Index(fields=["group_id", "type", "created_at", "id"]),
            Index(fields=["operation_user", "created_at", "id"]),
            Index(fields=["account_id", "created_at", "id"]),
            Index(fields=["outcome", "created_at", "id"]),
            Index(fields=["cause", "created_at", "id"]),
            Index(fields=["login_status", "created_at", "id"]),
            Index(fields=["outcome", "operation_user", "account_id"]),
            Index(fields=["outcome", "account_id", "operation_user"]),
        )


class Attempt(Model):
    """One execution of a task: who asked, what came of it."""

    id = fields.IntField(primary_key=True)
    task: fields.ForeignKeyRelation[Task] = fields.ForeignKeyField("models.Task", db_index=False)
    number = fields.IntField()
    batch_id = fields.IntField()
    by = fields.CharField(SHORT)
    asked_at = fields.DatetimeField()
    worker = fields.CharField(SHORT, default="")
    started_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    status = fields.CharEnumField(Status, default=Status.WAITING)
    login_status = fields.CharEnumField(LoginStatus, default=LoginStatus.UNKNOWN)
    result = fields.CharField(LONG, default="")
    cause = fields.CharField(SHORT, default="")
    outcome = fields.CharField(10, default="", db_default="")  # as of a task
    proxy_id = fields.IntField(null=True)  # the proxy by which it went; none: without one, or not over yet
    traffic = fields.BigIntField(null=True)  # bytes through that proxy; none: without one, or not counted
    params: dict[str, str] | None = fields.JSONField(null=True)  # type: ignore[assignment]  # none: those of its task

    class Meta:
        table = "attempt"
        unique_together = (("task_id", "number"),)


class BatchItem(Model):
    """One task of an operation, frozen when it was asked about, and what became of it."""

    id = fields.IntField(primary_key=True)
    batch_id = fields.IntField()
    task_id = fields.IntField()
    outcome = fields.CharField(10, default="")  # done, later, skipped; empty until it was its turn
    status = fields.CharField(20, default="")  # of a skipped one: what it was
    since = fields.DatetimeField(null=True)

    class Meta:
        table = "batch_item"
        unique_together = (("batch_id", "task_id"),)
        indexes = (Index(fields=["batch_id", "outcome", "task_id"]), Index(fields=["task_id", "batch_id"]))


class Event(Model):
    """One move of one task. Append-only: the task's history."""

    id = fields.IntField(primary_key=True)
    task_id = fields.IntField(db_index=True)
    attempt = fields.IntField()
    fence = fields.IntField()
    move = fields.CharField(20)
    from_status = fields.CharField(20)
    to_status = fields.CharField(20)
    actor = fields.CharField(SHORT)
    cause = fields.CharField(LONG, default="")
    at = fields.DatetimeField()

    class Meta:
        table = "event"


class StatusNote(Model):
    """The evidence of one attempt: the picture, and where it stands in Slack."""

    id = fields.IntField(primary_key=True)
    task_id = fields.IntField(db_index=True)
    attempt_id = fields.IntField(unique=True)
    mime = fields.CharField(SHORT, default="")
    sha256 = fields.CharField(64, default="")
    width = fields.IntField(default=0)
    height = fields.IntField(default=0)
    picture = fields.BinaryField(null=True)
    trace = fields.BinaryField(null=True)
    file_id = fields.CharField(SHORT, default="")
    link = fields.CharField(LONG, default="")
    created_at = fields.DatetimeField()

    with_evidence = (
        Manager()
    )  # the only reader of the bytes: a trace may have 20 megabytes: one note at a time

    class Meta:
        table = "status_note"
        manager = Without("picture", "trace")
