"""The tables of accounts: their groups, the proxies they are bound to. Secrets are sealed bytes (see ``secrets``)."""

# pyright: reportIncompatibleVariableOverride=false
# (Tortoise itself asks for an inner class Meta that shadows the one of Model.)

from tortoise import fields
from tortoise.manager import Manager
from tortoise.models import Model

from models.domain.lifecycle import LoginStatus
from models.domain.text import LONG, LONGEST_KEY, LONGEST_LOGIN, SHORT
from models.tables.light import Without


class Group(Model):
    """A named set of accounts."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(SHORT, unique=True)

    class Meta:
        table = "account_group"


class Proxy(Model):
    """A way out that accounts are bound to. The password is sealed."""

    # No constraint tells proxies apart: the password does it too, and is compared by ``models.accounts.proxies``.

    id = fields.IntField(primary_key=True)
    scheme = fields.CharField(10)
    host = fields.CharField(255)
    port = fields.IntField()
    username = fields.CharField(255, default="")
    password = fields.BinaryField(null=True)
    # How it answered last, a worker or somebody's test. None: nobody has asked it yet.
    answers = fields.BooleanField(null=True)
    answered_at = fields.DatetimeField(null=True)
    answer_ms = fields.IntField(null=True)  # how long that answer took
    failed_at = fields.DatetimeField(null=True)
    failure = fields.CharField(LONG, default="", db_default="")  # the last one, a sentence

    class Meta:
        table = "proxy"
        indexes = (("host",),)


class Account(Model):
    """One platform account the team runs. Password and session are sealed."""

    id = fields.IntField(primary_key=True)
    login = fields.CharField(LONGEST_LOGIN, unique=True)  # as it was given
    # None where several logins of former versions have the same: those are found by their own spelling alone.
    login_key = fields.CharField(LONGEST_KEY, unique=True, null=True)
    user_id = fields.CharField(SHORT, default="", db_index=True)
    group: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField("models.Group", db_index=True)
    proxy: fields.ForeignKeyNullableRelation[Proxy] = fields.ForeignKeyField(
        "models.Proxy", null=True, db_index=True
    )
    needs_proxy = fields.BooleanField(default=False)
    password = fields.BinaryField(null=True)
    session = fields.BinaryField(null=True)
    totp = fields.BinaryField(null=True)  # the key of its one-time codes, sealed too
    totp_window = fields.BigIntField(null=True)  # Unix seconds: when the window of the last code began
    # When somebody last gave another password, session or key of codes; what a worker keeps is not meant.
    credentials_at = fields.DatetimeField(null=True)
    login_status = fields.CharEnumField(LoginStatus, default=LoginStatus.UNKNOWN)
    login_seen_at = fields.DatetimeField(null=True)
    owner = fields.CharField(SHORT, default="")
    created_at = fields.DatetimeField(auto_now_add=True)

    with_secrets = Manager()  # the only reader of them: a session may have a megabyte: one account at a time

    class Meta:
        table = "account"
        indexes = (("owner",),)
        manager = Without("password", "session", "totp")
