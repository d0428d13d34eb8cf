"""Exports that are on their way, with a lease: whoever asked is told when the process that makes one is lost."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0017_login_keys")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ExportRun",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("asked_by", fields.CharField(max_length=100)),
                ("state", fields.CharField(max_length=20)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("lease_until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "export_run",
                "app": "models",
                "pk_attr": "id",
                "table_description": "An export on its way, or one whose process was lost. One that is over has no row.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(
            "CREATE UNIQUE INDEX export_run_one_per_person ON export_run (asked_by) "
            "WHERE state IN ('writing', 'sending')",
            reverse_sql="DROP INDEX export_run_one_per_person",
        ),
        # Of the older program: they blocked a person's next export for up to five minutes.
        ops.RunSQL("DELETE FROM lead WHERE what LIKE 'export %'", reverse_sql="SELECT 1"),
    ]
