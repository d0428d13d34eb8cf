"""No secret stands in a log line, however deep it lies and whatever carries it."""

import asyncio
import json
import secrets
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.monitoring import logs
from bot.sandbox.redis import RedisServer
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from models.secrets.sealing import new_key
from tests.e2e.canaries import leaks

SECRETS = ("xoxb-1-2-abc", "xapp-1-A1-xyz", "hunter2hunter2")
_ours = pytest.mark.usefixtures("ours")
_leaf = st.sampled_from(SECRETS).map(lambda secret: f"see {secret}!") | st.text(max_size=9) | st.none()
_nested = st.recursive(
    _leaf,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def ours() -> None:
    logs._settings_secrets.add("hunter2hunter2")


@_ours
@given(st.dictionaries(st.sampled_from(("event", "error", "body", *SECRETS)), _nested))
def test_nothing_secret_is_left_however_deep(event: dict[str, Any]) -> None:
    line = json.dumps(logs.redact(None, "info", {f"x{name[:3]}": value for name, value in event.items()}))

    assert not any(secret in line for secret in SECRETS)


@pytest.mark.parametrize(
    "name", ["password", "proxy_password", "Authorization", "bot_token", "session", "Cookie"]
)
def test_what_is_named_like_a_secret_is_hidden_whatever_it_is(name: str) -> None:
    assert logs.redact(None, "info", {name: ["a"], "deep": {name: {"b": 1}}}) == {
        name: "***",
        "deep": {name: "***"},
    }


def test_no_key_of_one_time_codes_is_in_a_line() -> None:
    event = {"error": ValueError("see OTPAUTH://totp/x?secret=JBSWY3DP here"), "totp": "JBSWY3DP"}

    line = json.dumps(logs.redact(None, "info", event))

    assert "JBSWY3DP" not in line
    assert "here" in line


def test_an_error_a_url_and_a_header_are_hidden() -> None:
    event = {"error": ValueError("no xoxb-1-2-abc"), "url": "http://u:pw@host/", "head": "Bearer abc.def"}

    line = json.dumps(logs.redact(None, "info", event))

    assert not any(secret in line for secret in ("xoxb", "u:pw", "abc.def"))


def test_every_secret_of_the_settings_is_known() -> None:
    key = new_key("k1")
    settings = Settings.model_validate(
        {
            "slack_bot_token": "xoxb-1",
            "slack_app_token": "xapp-1",
            "slack_signing_secret": "signing",
            "secret_keys": (key,),
            "database_url": "postgres://u:of-database@host/x",
            "redis_url": "redis://:of-redis@host",
        }
    )

    assert set(settings.secrets()) == {
        "xoxb-1",
        "xapp-1",
        "signing",
        key.partition(":")[2],
        "of-database",
        "of-redis",
    }


async def test_no_library_prints_what_it_works_with_at_any_level(
    database_url: str, redis_server: RedisServer, slack: LocalSlack
) -> None:
    canary = f"canary{secrets.token_hex(12)}"
    command = ["-m", "tests.bot.monitoring.talkative", canary, database_url, redis_server.url, slack.api_url]

    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=PIPE, stderr=STDOUT, cwd=Path(__file__).parents[3]
    )
    said, _ = await process.communicate()

    assert b"all was said" in said, said
    assert b"a line could not be written" in said
    assert leaks({"the canary": canary}, {"the log": said}) == set()
