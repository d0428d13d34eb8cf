"""One open question for each operation, and a no for good; refusals that fold; whose role a saved view has."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

_OPEN = "SELECT operation_id FROM approval WHERE operation_id IS NOT NULL AND answer = 'asked'"
_NO = "SELECT operation_id FROM approval WHERE operation_id IS NOT NULL AND answer = 'rejected'"
_TO_STATES = (
    # A no was for good, whatever else was asked about the same operation.
    f"UPDATE batch SET state = 'rejected' WHERE state = 'asked' AND id IN ({_NO})",  # noqa: S608 - fixed texts
    f"UPDATE batch SET state = 'awaiting' WHERE state = 'asked' AND id IN ({_OPEN})",  # noqa: S608 - fixed texts
    "UPDATE approval SET answer = 'lapsed' WHERE answer = 'asked' AND operation_id IS NOT NULL AND (operation_id "
    "NOT IN (SELECT id FROM batch WHERE state = 'awaiting') OR id NOT IN (SELECT MIN(id) FROM approval "
    "WHERE answer = 'asked' AND operation_id IS NOT NULL GROUP BY operation_id))",
)


class Migration(migrations.Migration):
    dependencies = [("models", "0014_audit_chain")]

    initial = False

    operations = [
        *(ops.RunSQL(statement, reverse_sql="SELECT 1") for statement in _TO_STATES),
        ops.RunSQL(
            "CREATE UNIQUE INDEX approval_one_open_per_operation ON approval (operation_id) WHERE answer = 'asked'",
            reverse_sql="DROP INDEX approval_one_open_per_operation",
        ),
        ops.RunSQL("DROP INDEX batch_asked", reverse_sql="SELECT 1"),
        ops.RunSQL(
            "CREATE INDEX batch_asked ON batch (created_at) WHERE state IN ('asked', 'rejected')",
            reverse_sql="DROP INDEX batch_asked",
        ),
        ops.CreateModel(
            name="RefusedCommand",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("actor", fields.CharField(max_length=100)),
                ("command", fields.CharField(max_length=100)),
                ("action", fields.CharField(max_length=100)),
                ("about", fields.CharField(max_length=2000)),
                ("groups", fields.CharField(default="", max_length=2000)),
                ("place", fields.CharField(default="", max_length=100)),
                ("began_at", fields.DatetimeField(auto_now=False, auto_now_add=False, db_index=True)),
                ("last_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("more", fields.IntField(default=0)),
            ],
            options={
                "table": "refused_command",
                "app": "models",
                "unique_together": (("actor", "command", "action"),),
                "pk_attr": "id",
                "table_description": "What one person was refused since its first line was written. One row for each person, command and action.",
            },
            bases=["Model"],
        ),
        # Who saved the views there are is not known by role: only an operator or admin replaces another's.
        ops.AddField(model_name="View", name="role", field=fields.IntField(default=2, db_default=2)),
    ]
