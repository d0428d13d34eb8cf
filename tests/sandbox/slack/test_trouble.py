"""Rate limits, failures on demand, lost answers, expiry: the network as it really is."""

import pytest
from aiohttp import ClientSession, ServerDisconnectedError
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox.slack import LocalSlack, Person

from .bots import socket_bot, web_client
from .drawings import modal, section


class Hands:
    """A clock turned by hand."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> float:
        return self.seconds


async def test_a_channel_takes_a_short_burst_then_one_a_second(client: AsyncWebClient):
    for number in range(3):
        await client.chat_postMessage(channel="C0OPS", text=str(number))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0OPS", text="too much")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert (await client.chat_postMessage(channel="C0GENERAL", text="elsewhere"))["ok"]


async def test_waiting_as_told_helps(slack: LocalSlack, client: AsyncWebClient):
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    slack.switches.fail("chat.postMessage", "429", retry_after=0)

    assert (await client.chat_postMessage(channel="C0OPS", text="x"))["ok"]
    assert [call["status"] for call in slack.books()["calls"]] == [429, 200]


async def test_methods_have_their_tier(client: AsyncWebClient, slack: LocalSlack):
    slack.switches.latency_ms = (0, 0)
    for _ in range(20):
        await client.users_list()

    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.users_list()


@pytest.mark.parametrize(("answer", "status"), [("500", 500), ("fatal_error", 200)])
async def test_failures_on_demand(slack: LocalSlack, client: AsyncWebClient, answer: str, status: int):
    slack.switches.fail("chat.postMessage", answer)

    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C0OPS", text="x")

    assert slack.books()["calls"][-1]["status"] == status
    assert slack.books()["channels"][0]["messages"] == []


async def test_a_lost_answer_has_its_effect(slack: LocalSlack, client: AsyncWebClient, ana: Person):
    client.retry_handlers.clear()
    slack.switches.fail("chat.postMessage", "lost")

    with pytest.raises(ServerDisconnectedError):
        await client.chat_postMessage(channel="C0OPS", text="did it arrive?")

    await ana.wait_for_message("did it arrive?")


async def test_a_client_that_tries_again_blindly_posts_twice(
    slack: LocalSlack, client: AsyncWebClient, ana: Person
):
    slack.switches.fail("chat.postMessage", "lost")

    await client.chat_postMessage(channel="C0OPS", text="twice")

    await ana.see(lambda: [ana.reads(message) for message in ana.messages()] == ["twice", "twice"])


async def test_a_trigger_is_good_for_three_seconds():
    hands = Hands()
    async with LocalSlack(now=hands) as slack, web_client(slack) as client:
        trigger_id = slack.platform.triggers.issue("U0ANA")
        hands.seconds += 3.1

        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await client.views_open(trigger_id=trigger_id, view=modal("T", section("x")))
        with pytest.raises(SlackApiError, match="invalid_trigger_id"):
            await client.views_open(trigger_id="1.2.3", view=modal("T", section("x")))


async def test_a_response_url_is_good_for_half_an_hour():
    hands = Hands()
    async with LocalSlack(now=hands) as slack, ClientSession() as session:
        address = f"{slack.url}/response/{slack.platform.response_urls.issue('U0ANA', 'C0OPS')}"
        async with session.post(address, json={"text": "in time"}) as response:
            assert response.status == 200
        hands.seconds += 30 * 60 + 1
        async with session.post(address, json={"text": "too late"}) as response:
            assert (response.status, await response.json()) == (404, {"ok": False, "error": "expired_url"})


async def test_switches_are_turned_over_http(slack: LocalSlack, client: AsyncWebClient):
    failing = {"fail_next": [{"method": "chat.postMessage", "times": 2, "answer": "429", "retry_after": 7}]}
    async with client.session.post(
        f"{slack.url}/_switches", json=failing | {"latency_ms": [0, 0]}
    ) as response:
        assert (await response.json())["latency_ms"] == [0, 0]
    async with client.session.post(f"{slack.url}/_switches", json={"slow": True}) as response:
        assert response.status == 400

    for _ in range(2):
        with pytest.raises(SlackApiError, match="ratelimited"):
            await client.chat_postMessage(channel="C0OPS", text="x")
    assert (await client.chat_postMessage(channel="C0OPS", text="x"))["ok"]


async def test_the_books_hold_everything_but_tokens(slack: LocalSlack, client: AsyncWebClient):
    await client.chat_postMessage(channel="C0OPS", text="x")
    async with client.session.get(f"{slack.url}/_books") as response:
        books = await response.json()

    assert books["calls"][0]["method"] == "chat.postMessage"
    assert books["calls"][0]["arguments"] == {"channel": "C0OPS", "text": "x"}
    assert slack.workspace.bot_token not in str(books)


@pytest.mark.parametrize("how", ["drop_socket", "refresh_socket"])
async def test_the_bot_comes_back_after_its_socket_ended(slack: LocalSlack, ana: Person, how: str):
    async with socket_bot(slack) as app:
        heard(app)
        async with ClientSession() as session:
            await session.post(f"{slack.url}/_switches", json={how: True})
        await slack.disconnected()
        await slack.connected()
        await ana.say("/tasks")

        assert ana.reads(ana.messages()[-1]) == "here"


def heard(app: AsyncApp) -> None:
    @app.command("/tasks")
    async def tasks(ack) -> None:
        await ack("here")


async def test_events_are_repeated_until_someone_takes_them(slack: LocalSlack, ana: Person):
    async with socket_bot(slack):
        slack.platform.deliveries.ack_seconds = 0.05
        await ana.visit_home()
        books = await slack.until(lambda books: books if len(books["deliveries"]) == 4 else None)

    assert [entry["acked"] for entry in books["deliveries"]] == [False] * 4


async def test_hundreds_of_messages_do_not_slow_it_down(
    slack: LocalSlack, client: AsyncWebClient, ana: Person
):
    slack.switches.rate_limits = False
    slack.switches.latency_ms = (0, 0)
    blocks = [section("row", accessory={"type": "button", "text": {"type": "plain_text", "text": "Go"}})] * 20
    for number in range(300):
        await client.chat_postMessage(channel="C0OPS", text=str(number), blocks=blocks)

    await ana.see(lambda: len(ana.messages()) == 300)


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
async def test_a_switch_makes_a_response_url_refuse_without_using_it_up(slack: LocalSlack, error: str):
    address = f"{slack.url}/response/{slack.platform.response_urls.issue('U0ANA', 'C0OPS')}"
    slack.switches.fail("response_url", error, times=2)
    answers = [await AsyncWebhookClient(address).send(text="hello") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 200]
    assert f'"{error}"' in answers[0].body.replace(" ", "")
    assert [refusal["error"] for refusal in slack.books()["refusals"]] == [error, error]


async def test_blocks_that_this_slack_does_not_have_are_refused(slack: LocalSlack, client: AsyncWebClient):
    slack.switches.set({"refused_blocks": ["section"]})

    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0OPS", text="x", blocks=[section("x")])
    slack.switches.set({"refused_blocks": []})

    assert caught.value.response["error"] == "invalid_blocks"
    assert caught.value.response["errors"] == ["unsupported type: section [json-pointer:/blocks/0/type]"]
    assert (await client.chat_postMessage(channel="C0OPS", text="x", blocks=[section("x")]))["ok"]
