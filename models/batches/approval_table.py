"""The table of questions to a second person."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from tortoise import fields
from tortoise.models import Model

from models.domain.text import SHORT
from models.domain.values.batches.approvals import ApprovalAnswer


class Approval(Model):
    """One question to a second person: a batch that is not made yet, or an operation whose tasks are frozen."""

    id = fields.IntField(primary_key=True)
    asked: fields.JSONField[dict[str, object]] = (
        fields.JSONField()
    )  # a batch as it was asked for; empty: an operation
    operation_id = fields.IntField(null=True)
    type = fields.CharField(SHORT)  # of the tasks, if they are of one
    size = fields.IntField()
    by = fields.CharField(SHORT)
    channel = fields.CharField(SHORT)
    ts = fields.CharField(SHORT, default="")  # of the message that asks; empty until Slack has answered
    answer = fields.CharEnumField(ApprovalAnswer, default=ApprovalAnswer.ASKED, max_length=20)
    answered_by = fields.CharField(SHORT, default="")
    created_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "approval"
