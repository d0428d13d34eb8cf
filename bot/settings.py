"""Every setting, from the environment. The only reader of it.

A wrong or missing setting stops the start with one line that names it (``BadSettings``).
"""

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import NoDecode, SettingsConfigDict

from bot import urls
from bot.queue import redis_url
from bot.site_settings import SiteSettings
from bot.slack.network_settings import NetworkSettings
from models.connections import database_url
from models.domain.conversations import is_person
from models.domain.errors import BellhopError
from models.domain.task_types import TASK_TYPES
from models.secrets.sealing import Sealer

T = TypeVar("T")
METRICS_PORTS = 32  # from BELLHOP_METRICS_PORT on: the bot's, the scheduler's, and those of the workers
Commas = Annotated[tuple[str, ...], NoDecode]
_REMIND = "Minutes until who was asked about an account on hold is reminded; after twice that, the task's asker is told; 0: never"


class Settings(SiteSettings, NetworkSettings):
    """What Bellhop can be told. Names are the environment's, in any case."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    database_url: str = Field(
        default="sqlite://bellhop.sqlite3",
        description="`sqlite://FILE` or `postgres://…`; see *URLs* in settings.md",
    )
    redis_url: str = Field(
        default="",
        description="`redis://…`: Redis for the queue, see *URLs* in settings.md; without it the bot performs tasks itself",
    )
    slack_bot_token: str = Field(default="", repr=False, description="Bot token of the Slack app, `xoxb-…`")
    slack_app_token: str = Field(
        default="", repr=False, description="App token, `xapp-…`: with it Socket Mode, without it signed HTTP"
    )
    slack_signing_secret: str = Field(
        default="", repr=False, description="Signing secret; needed for signed HTTP"
    )
    slack_api_url: str = Field(default="https://slack.com/api/", description="Base of Slack's Web API")
    port: int = Field(default=3000, ge=0, le=65535, description="Port for signed HTTP")
    host: str = Field(
        default="0.0.0.0",  # noqa: S104 - in a container nothing else can be reached
        alias="BELLHOP_HOST",
        description="Address to listen on for signed HTTP",
    )
    secret_keys: Commas = Field(
        default=(),
        alias="BELLHOP_SECRET_KEYS",
        repr=False,
        description="Encryption keys `name:base64`, the newest first",
    )
    admins: Commas = Field(
        default=(),
        alias="BELLHOP_ADMINS",
        description="Slack user ids, with commas, of the first admins: they let the others in with `/tasks access`",
    )
    approve_above: int = Field(
        default=0,
        ge=0,
        alias="BELLHOP_APPROVE_ABOVE",
        description="A batch of more tasks needs a second person's yes; 0: never for its size",
    )
    approve_types: Commas = Field(
        default=(),
        alias="BELLHOP_APPROVE_TYPES",
        description="Task types whose new batches and re-executions need a second person's yes, such as `create_page,create_bm`; the check that ends a hold needs none",
    )
    burst: int = Field(
        default=30,
        ge=0,
        alias="BELLHOP_BURST",
        description="Commands, clicks and forms taken from one person at once, then one a second; 0: any number",
    )
    concurrency: int = Field(
        default_factory=lambda: 2 * (os.cpu_count() or 1),
        ge=1,
        le=64,
        alias="BELLHOP_CONCURRENCY",
        description="Tasks one worker performs at once; if not set, two for each core",
    )
    chromium: str = Field(
        default="", alias="BELLHOP_CHROMIUM", description="Browser program; found by itself if empty"
    )
    browser_url: str = Field(
        default="",
        alias="BELLHOP_BROWSER_URL",
        repr=False,
        description="Browser on another machine: `ws(s)://` of a Playwright server, `http(s)://` for CDP",
    )
    bridge_host: str = Field(
        default="127.0.0.1",
        alias="BELLHOP_BRIDGE_HOST",
        description="Address under which that browser reaches this worker; a private network only",
    )
    trace: bool = Field(
        default=False,
        alias="BELLHOP_TRACE",
        description="Keep an encrypted trace of every attempt that failed, for `bellhop trace`",
    )
    keep_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        alias="BELLHOP_KEEP_DAYS",
        description="Days a picture is kept here; Slack keeps its own",
    )
    remind_minutes: int = Field(default=120, ge=0, alias="BELLHOP_REMIND_MINUTES", description=_REMIND)
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65535 - METRICS_PORTS,
        alias="BELLHOP_METRICS_PORT",
        description="`/metrics` of the bot; of the scheduler on the next, of workers from the one after it; 0: off",
    )
    metrics_host: str = Field(
        default="127.0.0.1", alias="BELLHOP_METRICS_HOST", description="Address to listen on for `/metrics`"
    )
    log_level: str = Field(
        default="info", alias="BELLHOP_LOG_LEVEL", description="debug, info, warning or error"
    )

    @field_validator("secret_keys", "admins", "approve_types", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(filter(None, (part.strip() for part in value.split(","))))

    @field_validator("secret_keys")
    @classmethod
    def _usable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if value:
            _checked(lambda: Sealer(value))
        return value

    @field_validator("approve_types")
    @classmethod
    def _are_types(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [name for name in value if name not in TASK_TYPES]:
            raise ValueError(f"{wrong[0]} is not a task type. The types are {', '.join(TASK_TYPES)}")
        return value

    @field_validator("admins")
    @classmethod
    def _are_people(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [user for user in value if not is_person(user)]:
            raise ValueError(f"{wrong[0]} is not a Slack user id, which looks like U012AB3CD")
        return value

    @field_validator(*urls.BEGINNINGS, "slack_signing_secret")
    @classmethod
    def _begins(cls, value: str, info: ValidationInfo) -> str:
        return urls.begun(info.field_name or "", value) if value else value

    @field_validator("database_url", "redis_url")
    @classmethod
    def _is_read(cls, value: str, info: ValidationInfo) -> str:
        if value or info.field_name == "database_url":
            read = database_url.read if info.field_name == "database_url" else redis_url.read
            _checked(lambda: read(value))
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _is_service(cls, value: str) -> str:
        return urls.service(value)

    @field_validator("metrics_port")
    @classmethod
    def _is_not_public(cls, value: int, info: ValidationInfo) -> int:
        public = 0 if info.data.get("slack_app_token") else info.data.get("port", 0)
        if value and value <= public < value + METRICS_PORTS:
            raise ValueError(
                f"PORT is among the {METRICS_PORTS} ports from it on, which the processes may listen on"
            )
        return value

    def secrets(self) -> tuple[str, ...]:
        """All that must never be shown, as it may turn up in a text."""
        passwords = {urlsplit(self.browser_url).password or "", *database_url.read(self.database_url).secrets}
        passwords |= self.proxy_passwords() | (
            redis_url.read(self.redis_url).secrets if self.redis_url else set()
        )
        keys = {key.partition(":")[2] for key in self.secret_keys}
        tokens = {self.slack_bot_token, self.slack_app_token, self.slack_signing_secret}
        return tuple(filter(None, tokens | keys | passwords))


def load(*needed: str) -> Settings:
    """The settings; stop with one line that names a setting when one is wrong, or a ``needed`` one is missing."""
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        stop(f"{_variable(str(first['loc'][0]))}: {first['msg'].removeprefix('Value error, ')}")
    for field in needed:
        if not getattr(settings, field):
            stop(f"{_variable(field)} is not set: {Settings.model_fields[field].description}")
    return settings


def stop(sentence: str) -> NoReturn:
    """End the process with one line for the person who started it."""
    sys.stderr.write(f"bellhop: {sentence}\n")
    raise SystemExit(2)


def variables() -> dict[str, tuple[str, str]]:
    """Every setting: name -> (default, meaning). For docs/settings.md and the tests."""
    return {
        _variable(name): (_default(field), field.description or "")
        for name, field in Settings.model_fields.items()
    }


def _default(field: FieldInfo) -> str:
    """As text; empty for a secret, and where it depends on the machine."""
    return "" if field.repr is False or field.default_factory else str(field.default or "")


def _variable(field: str) -> str:
    known = Settings.model_fields.get(field)
    return (known.alias if known and known.alias else field).upper()


def _checked(make: Callable[[], T]) -> T:
    try:
        return make()
    except BellhopError as error:
        raise ValueError(str(error)) from error
