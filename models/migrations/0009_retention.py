"""What is to be dropped is found without a look at all the rest; the same text on both databases."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0008_holds")]

    initial = False

    operations = [
        ops.RunSQL(
            "CREATE INDEX status_note_pictures ON status_note (created_at) WHERE picture IS NOT NULL",
            reverse_sql="DROP INDEX status_note_pictures",
        ),
        ops.RunSQL(
            "CREATE INDEX batch_asked ON batch (created_at) WHERE state = 'asked'",
            reverse_sql="DROP INDEX batch_asked",
        ),
    ]
