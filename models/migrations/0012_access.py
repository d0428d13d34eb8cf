"""Who may do what, and the audit, which can only grow."""

from typing import Any

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.domain.values.batches.approvals import ApprovalAnswer

# The audit is for the day on which somebody is suspected: not even this program may change what it has written.
_SQLITE = "CREATE TRIGGER audit_no_{what} BEFORE {what} ON audit BEGIN SELECT RAISE(ABORT, 'the audit can only grow'); END"
_POSTGRES = (
    "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN RAISE EXCEPTION 'the audit can only grow'; END$$",
    "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON audit "
    "FOR EACH ROW EXECUTE FUNCTION audit_only_grows()",
)


async def _only_grow(_apps: Any, editor: Any) -> None:
    is_sqlite = editor.client.capabilities.dialect == "sqlite"
    for statement in [_SQLITE.format(what=what) for what in ("UPDATE", "DELETE")] if is_sqlite else _POSTGRES:
        await editor.client.execute_query(statement)


class Migration(migrations.Migration):
    dependencies = [("models", "0011_processes")]

    initial = False

    operations = [
        ops.CreateModel(
            name="GrantRow",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("subject", fields.CharField(max_length=100)),
                ("role", fields.IntField()),
                ("group", fields.CharField(max_length=100)),
                ("by", fields.CharField(max_length=100)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "access_grant",
                "app": "models",
                "unique_together": (("subject", "group"),),
                "pk_attr": "id",
                "table_description": "What a user, a user group or everyone may. One row for each subject and group.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Audit",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("actor", fields.CharField(max_length=100)),
                ("action", fields.CharField(max_length=100)),
                ("about", fields.CharField(max_length=2000)),
                ("groups", fields.CharField(default="", max_length=2000)),
                ("allowed", fields.BooleanField()),
                ("place", fields.CharField(default="", max_length=100)),
            ],
            options={
                "table": "audit",
                "app": "models",
                "indexes": [Index(fields=["at", "id"])],
                "pk_attr": "id",
                "table_description": "One thing that was done, or refused.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Approval",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("asked", fields.JSONField()),
                ("operation_id", fields.IntField(null=True)),
                ("type", fields.CharField(max_length=100)),
                ("size", fields.IntField()),
                ("by", fields.CharField(max_length=100)),
                ("channel", fields.CharField(max_length=100)),
                ("ts", fields.CharField(default="", max_length=100)),
                (
                    "answer",
                    fields.CharEnumField(
                        default=ApprovalAnswer.ASKED, enum_type=ApprovalAnswer, max_length=20
                    ),
                ),
                ("answered_by", fields.CharField(default="", max_length=100)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "approval",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One question to a second person: a batch that is not made yet, or an operation whose tasks are frozen.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Board",
            name="allowed",
            field=fields.CharField(default="", db_default="", max_length=2000),
        ),
        ops.RunPython(_only_grow, ops.RunPython.noop),
    ]
