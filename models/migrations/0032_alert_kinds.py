"""Alerts on more than waiting tasks, of any groups, types and people; who is called; digests of some tasks."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


def _number() -> fields.IntField:
    return fields.IntField(default=0, db_default=0)


def _word(most: int = 100, default: str = "") -> fields.CharField:
    return fields.CharField(default=default, db_default=default, max_length=most)


class Migration(migrations.Migration):
    dependencies = [("models", "0031_kept_lists")]

    initial = False

    operations = [
        *(
            ops.AddField(model_name=model, name=name, field=field)
            for model, name, field in (
                ("AlertRule", "kind", _word(20, "waiting")),
                ("AlertRule", "conditions", fields.JSONField(null=True)),
                ("AlertRule", "percent", _number()),
                ("AlertRule", "minutes", _number()),
                ("AlertRule", "tasks", _number()),
                ("AlertRule", "least", _number()),
                ("AlertRule", "on_call", _word()),
                ("AlertRule", "then_call", _word()),
                ("Incident", "kind", _word(20, "waiting")),
                ("Incident", "total", _number()),
                ("Incident", "apart", _number()),
                ("Digest", "conditions", fields.JSONField(null=True)),
            )
        ),
        # A rule without a number of tasks has only ever looked at the oldest.
        ops.RunSQL("UPDATE alert_rule SET kind = 'oldest' WHERE above IS NULL", reverse_sql="SELECT 1"),
    ]
