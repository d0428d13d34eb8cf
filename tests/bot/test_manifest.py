"""The manifest: what Slack's reference allows, and exactly what the bot answers and calls."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.manifest import SCOPES, USER_GROUPS, manifest, scopes
from bot.sandbox.slack.methods import METHODS
from handlers.slack.ids import Event, Shortcut, Slash
from tests.e2e.test_commands import bellhop

URL = "https://bellhop.example"
FORMS = [manifest(), manifest(URL), manifest(URL, user_groups=True), manifest(org=True)]


@pytest.mark.parametrize("app_manifest", FORMS)
def test_every_text_is_as_short_as_slacks_reference_wants(app_manifest: dict[str, Any]) -> None:
    about, features = app_manifest["display_information"], app_manifest["features"]

    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-f]{6}", about["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["slash_commands"]) <= 50
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z_-]{1,31}", command["command"])
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
    assert len(features["shortcuts"]) <= 10
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255


@pytest.mark.parametrize("app_manifest", FORMS)
def test_slack_sends_what_the_bot_answers_and_nothing_else(app_manifest: dict[str, Any]) -> None:
    features = app_manifest["features"]

    assert {entry["command"] for entry in features["slash_commands"]} == set(Slash)
    assert {entry["callback_id"] for entry in features["shortcuts"]} == set(Shortcut)
    assert set(app_manifest["settings"]["event_subscriptions"]["bot_events"]) == set(Event)


def test_socket_mode_has_no_address_and_http_has_it_everywhere() -> None:
    assert manifest()["settings"]["socket_mode_enabled"]
    assert "http" not in json.dumps(manifest())
    assert not manifest(URL)["settings"]["socket_mode_enabled"]
    assert json.dumps(manifest(f"{URL}/")).count(f'"{URL}/slack/events"') == 6


def _called() -> Iterator[str]:
    """The Web API methods the bot calls, in the names of its client."""
    known = {name.replace(".", "_"): name for name in METHODS}
    for folder in ("bot", "handlers"):
        for path in Path(folder).rglob("*.py"):
            if "sandbox" in path.parts or "demo" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in known:
                    yield known[node.attr]


def test_the_scopes_are_those_that_the_calls_need_and_no_other() -> None:
    needed = {scope for method in _called() for scope in METHODS[method].scopes}

    assert needed | {"commands"} == set(scopes(user_groups=True))
    assert all((SCOPES | USER_GROUPS).values())


def test_the_command_prints_json_and_tells_the_reasons_beside_it() -> None:
    done = bellhop("manifest", "--url", URL, url="sqlite://unused")

    assert json.loads(done.stdout) == manifest(URL)
    assert all(f"{scope}: {why}" in done.stderr for scope, why in SCOPES.items())


def test_an_address_slack_cannot_reach_is_refused() -> None:
    done = bellhop("manifest", "--url", "http://bellhop.example", url="sqlite://unused")

    assert done.returncode == 2
    assert "https://" in done.stderr
