"""Alert rules on waiting tasks and their episodes; the daily digest of a channel; batches by who asked for them."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0012_access")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AlertRule",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("channel", fields.CharField(max_length=100)),
                ("group", fields.CharField(default="", max_length=100)),
                ("type", fields.CharField(default="", max_length=100)),
                ("above", fields.IntField(null=True)),
                ("older", fields.IntField(default=0)),
                ("lasting", fields.IntField(default=0)),
                ("again", fields.IntField(default=0)),
                ("quiet_from", fields.CharField(default="", max_length=5)),
                ("quiet_to", fields.CharField(default="", max_length=5)),
                ("zone", fields.CharField(default="UTC", max_length=100)),
                ("muted_by", fields.CharField(default="", max_length=100)),
                ("by", fields.CharField(max_length=100)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("turn", fields.IntField(default=0)),
                ("broken_since", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("calm_since", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("looked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "alert_rule",
                "app": "models",
                "pk_attr": "id",
                "table_description": "When a channel is alerted that too much waits. Minutes are whole, and what is 0 or empty is not set.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Incident",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("rule_id", fields.IntField()),
                ("channel", fields.CharField(max_length=100)),
                ("ts", fields.CharField(default="", max_length=100)),
                ("began_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("outcome", fields.CharField(default="", max_length=20)),
                ("ended_by", fields.CharField(default="", max_length=100)),
                ("count", fields.IntField()),
                ("peak", fields.IntField()),
                ("oldest_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("acked_by", fields.CharField(default="", max_length=100)),
                ("acked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("snoozed_by", fields.CharField(default="", max_length=100)),
                ("snoozed_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("called_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("told_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "alert_episode",
                "app": "models",
                "indexes": [Index(fields=["rule_id", "id"])],
                "pk_attr": "id",
                "table_description": "One time that too much waited, with its message. At most one of a rule is open.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Digest",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("channel", fields.CharField(unique=True, max_length=100)),
                ("at", fields.CharField(max_length=5)),
                ("zone", fields.CharField(max_length=100)),
                ("by", fields.CharField(max_length=100)),
                ("told_on", fields.CharField(default="", max_length=10)),
            ],
            options={
                "table": "digest",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A channel that gets a message once a day: how the day before went.",
            },
            bases=["Model"],
        ),
        ops.AddIndex(model_name="Batch", index=Index(fields=["by", "id"])),
        ops.RunSQL(
            "CREATE UNIQUE INDEX alert_episode_one_open_per_rule ON alert_episode (rule_id) WHERE ended_at IS NULL",
            reverse_sql="DROP INDEX alert_episode_one_open_per_rule",
        ),
    ]
