import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.domain.lifecycle import LoginStatus, Status


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Batch",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=20)),
                ("by", fields.CharField(max_length=100)),
                ("why", fields.CharField(default="", max_length=2000)),
                ("size", fields.IntField()),
                ("channel", fields.CharField(max_length=100)),
                ("ts", fields.CharField(default="", max_length=100)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "batch",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What one person created, cancelled or re-executed in one go, with its message in Slack.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="InboundDelivery",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=255)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "delivery",
                "app": "models",
                "pk_attr": "key",
                "table_description": "A click, command or form already acted on. Its key makes a second delivery harmless.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Event",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("task_id", fields.IntField(db_index=True)),
                ("attempt", fields.IntField()),
                ("fence", fields.IntField()),
                ("move", fields.CharField(max_length=20)),
                ("from_status", fields.CharField(max_length=20)),
                ("to_status", fields.CharField(max_length=20)),
                ("actor", fields.CharField(max_length=100)),
                ("cause", fields.CharField(default="", max_length=2000)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "event",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One move of one task. Append-only: the task's history.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Group",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=100)),
            ],
            options={
                "table": "account_group",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A named set of accounts.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Outbox",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=20)),
                ("about", fields.IntField()),
                ("key", fields.CharField(max_length=100)),
                ("state", fields.CharField(default="pending", max_length=10)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("lease_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("tries", fields.IntField(default=0)),
                ("error", fields.CharField(default="", max_length=2000)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "outbox",
                "app": "models",
                "indexes": [Index(fields=["state", "due_at"])],
                "pk_attr": "id",
                "table_description": "A message to Slack. Written in the same transaction as the change it reports.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Pace",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=255)),
                ("free_at", fields.FloatField()),
            ],
            options={
                "table": "pace",
                "app": "models",
                "pk_attr": "key",
                "table_description": "The next free moment (UNIX seconds) for one kind of Slack call, shared by every process.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Proxy",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("scheme", fields.CharField(max_length=10)),
                ("host", fields.CharField(max_length=255)),
                ("port", fields.IntField()),
                ("username", fields.CharField(default="", max_length=255)),
                ("password", fields.BinaryField(null=True)),
            ],
            options={
                "table": "proxy",
                "app": "models",
                "unique_together": (("scheme", "host", "port", "username"),),
                "pk_attr": "id",
                "table_description": "A way out that accounts are bound to. The password is sealed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Account",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("login", fields.CharField(unique=True, max_length=255)),
                ("user_id", fields.CharField(default="", db_index=True, max_length=100)),
                (
                    "group",
                    fields.ForeignKeyField(
                        "models.Group",
                        source_field="group_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "proxy",
                    fields.ForeignKeyField(
                        "models.Proxy",
                        source_field="proxy_id",
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("needs_proxy", fields.BooleanField(default=False)),
                ("password", fields.BinaryField(null=True)),
                ("session", fields.BinaryField(null=True)),
                (
                    "login_status",
                    fields.CharEnumField(
                        default=LoginStatus.UNKNOWN,
                        description="UNKNOWN: unknown\nLOGGED_IN: logged_in\nLOGGED_OUT: logged_out\nWRONG_PASSWORD: wrong_password\nCHECKPOINT: checkpoint\nDISABLED: disabled",
                        enum_type=LoginStatus,
                        max_length=14,
                    ),
                ),
                ("login_seen_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("owner", fields.CharField(default="", max_length=100)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "account",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One platform account the team runs. Password and session are sealed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatusNote",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("task_id", fields.IntField(db_index=True)),
                ("attempt_id", fields.IntField(unique=True)),
                ("mime", fields.CharField(default="", max_length=100)),
                ("sha256", fields.CharField(default="", max_length=64)),
                ("width", fields.IntField(default=0)),
                ("height", fields.IntField(default=0)),
                ("picture", fields.BinaryField(null=True)),
                ("file_id", fields.CharField(default="", max_length=100)),
                ("link", fields.CharField(default="", max_length=2000)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "status_note",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The evidence of one attempt: the picture, and where it stands in Slack.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Task",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("type", fields.CharField(max_length=100)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "group",
                    fields.ForeignKeyField(
                        "models.Group",
                        source_field="group_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "batch",
                    fields.ForeignKeyField(
                        "models.Batch",
                        source_field="batch_id",
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "params",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=Status.WAITING,
                        description="WAITING: waiting\nSTARTING: starting\nEXECUTING: executing\nENDED: ended\nUNKNOWN_ERROR: unknown_error\nTIMED_OUT: timed_out\nNO_PROXY: no_proxy\nCANCELED: canceled",
                        enum_type=Status,
                        max_length=13,
                    ),
                ),
                ("came_from", fields.CharField(default="", max_length=20)),
                (
                    "login_status",
                    fields.CharEnumField(
                        default=LoginStatus.UNKNOWN,
                        description="UNKNOWN: unknown\nLOGGED_IN: logged_in\nLOGGED_OUT: logged_out\nWRONG_PASSWORD: wrong_password\nCHECKPOINT: checkpoint\nDISABLED: disabled",
                        enum_type=LoginStatus,
                        max_length=14,
                    ),
                ),
                ("result", fields.CharField(default="", max_length=2000)),
                ("operation_user", fields.CharField(max_length=100)),
                ("attempt", fields.IntField(default=1)),
                ("fence", fields.IntField(default=0)),
                ("worker", fields.CharField(default="", max_length=100)),
                ("lease_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("rung_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("again_by", fields.CharField(default="", max_length=100)),
                ("again_batch_id", fields.IntField(null=True)),
                ("note_link", fields.CharField(default="", max_length=2000)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("started_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "task",
                "app": "models",
                "indexes": [
                    Index(fields=["created_at", "id"]),
                    Index(fields=["status", "created_at", "id"]),
                    Index(fields=["group_id", "type", "created_at", "id"]),
                    Index(fields=["operation_user", "created_at", "id"]),
                    Index(fields=["account_id", "created_at", "id"]),
                ],
                "pk_attr": "id",
                "table_description": "One task type for one account. Its id is the Task ID people see and never changes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attempt",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "task",
                    fields.ForeignKeyField(
                        "models.Task",
                        source_field="task_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("batch_id", fields.IntField()),
                ("by", fields.CharField(max_length=100)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("worker", fields.CharField(default="", max_length=100)),
                ("started_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "status",
                    fields.CharEnumField(
                        default=Status.WAITING,
                        description="WAITING: waiting\nSTARTING: starting\nEXECUTING: executing\nENDED: ended\nUNKNOWN_ERROR: unknown_error\nTIMED_OUT: timed_out\nNO_PROXY: no_proxy\nCANCELED: canceled",
                        enum_type=Status,
                        max_length=13,
                    ),
                ),
                (
                    "login_status",
                    fields.CharEnumField(
                        default=LoginStatus.UNKNOWN,
                        description="UNKNOWN: unknown\nLOGGED_IN: logged_in\nLOGGED_OUT: logged_out\nWRONG_PASSWORD: wrong_password\nCHECKPOINT: checkpoint\nDISABLED: disabled",
                        enum_type=LoginStatus,
                        max_length=14,
                    ),
                ),
                ("result", fields.CharField(default="", max_length=2000)),
                ("cause", fields.CharField(default="", max_length=100)),
            ],
            options={
                "table": "attempt",
                "app": "models",
                "unique_together": (("task_id", "number"),),
                "pk_attr": "id",
                "table_description": "One execution of a task: who asked, what came of it.",
            },
            bases=["Model"],
        ),
    ]
