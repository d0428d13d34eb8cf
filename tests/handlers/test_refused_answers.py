"""Whatever Slack refuses to show, who asked gets a sentence, and nobody gains a right by it. Generated."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox import slack as local
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.client import Client
from bot.slack.direct_files import file_sender
from bot.slack.downloads import fetcher
from bot.slack.pacing import slack_client
from handlers.error_replies import answering
from handlers.slack.home import Home
from handlers.slack.refusals import Handling, decide
from handlers.slack.request import Request
from handlers.slack.services import Services
from handlers.slack.users import People
from models.domain.errors import BadRequest
from models.domain.values.checks import CheckResult

_FILE = Path(local.__file__).with_name("method_errors.json")
ERRORS: dict[str, list[str]] = json.loads(_FILE.read_text())
_ASKED = Request(user="U0ANA", channel="C0OPS", key="k")


async def _nobody(_ids: object) -> None:
    return None


async def _nothing() -> list[CheckResult]:
    return []


@pytest.fixture
def client(slack: LocalSlack) -> Client:
    slack.switches.set({"rate_limits": False, "latency_ms": [0, 0]})
    return slack_client(Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token))


@pytest.fixture
def services(client: Client) -> Services:
    return Services(
        slack=client,
        notify=_nobody,
        now=lambda: datetime.now(UTC),
        people=People(client, team=Home(team="T0BELLHOP")),
        fetch=fetcher(client),
        send_file=file_sender(client),
        examine=_nothing,
        sealer=None,
    )


def _last(slack: LocalSlack, room_id: str) -> str:
    """The newest text in a conversation, and how many there are."""
    messages = next(room["messages"] for room in slack.books()["channels"] if room["id"] == room_id)
    return f"{len(messages)} {messages[-1]['text']}" if messages else "0"


@pytest.mark.parametrize("method", ["views.open", "views.push", "views.update", "views.publish"])
async def test_who_asked_for_a_form_that_is_refused_is_told(
    slack: LocalSlack, client: Client, services: Services, method: str
) -> None:
    async def show() -> None:
        await client.api_call(method)

    for code in [*ERRORS[method], "tomorrows_error"]:
        slack.switches.fail(method, code)
        before = _last(slack, "C0OPS")
        await answering(show(), _ASKED, services)

        told = _last(slack, "C0OPS")
        assert (told == before) is (code == "duplicate_external_id"), code  # a double click: it is open
        is_named = decide(method, code).handling is not Handling.PRESS_AGAIN
        assert not is_named or f"(`{code}`)" in told, code


async def test_an_answer_that_its_channel_does_not_take_comes_as_a_direct_message(
    slack: LocalSlack, services: Services
) -> None:
    async def refuse(code: str) -> None:
        raise BadRequest({"field": f"answer-{code}"})

    for code in [*ERRORS["chat.postEphemeral"], "tomorrows_error"]:
        slack.switches.fail("chat.postEphemeral", code, times=9)
        await answering(refuse(code), _ASKED, services)
        slack.switches.fail_next.clear()

        is_told = f"answer-{code}" in _last(slack, "D0ANA")
        assert is_told is (decide("chat.postEphemeral", code).handling is not Handling.PAUSE), code


@pytest.mark.parametrize("method", ["users.info", "auth.test"])
async def test_nobody_has_a_right_while_slack_refuses_to_say_who_they_are(
    slack: LocalSlack, client: Client, sqlite: str, method: str
) -> None:
    for code in [*ERRORS[method], "tomorrows_error"]:
        slack.switches.fail(method, code)
        actor = await People(client, team=None).actor("U0BEN", "")

        assert actor.unsure or (actor.kind and not actor.subjects), code
