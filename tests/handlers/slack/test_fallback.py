"""The fallback when Slack refuses a message's content; other refusals are raised."""

import json

import pytest
from slack_sdk.errors import SlackApiError

from handlers.slack import fallback
from handlers.slack.blocks import Block, actions, button, context, fields, header, section
from handlers.slack.fallback import Drawing, ResponseRefused

_WHOLE, _SHORT = [header("Tasks"), section("all of it")], [header("Tasks"), section("*#1* in short")]
_DRAWING = Drawing("Filter: none", _WHOLE, _SHORT)


class _Slack:
    """Refuses the first few posts; records those it takes."""

    def __init__(self, *refusals: Exception) -> None:
        self._refusals = list(refusals)
        self.took: list[tuple[str, list[Block]]] = []

    async def post(self, text: str, blocks: list[Block]) -> None:
        if self._refusals:
            raise self._refusals.pop(0)
        self.took.append((text, blocks))


def _from_api(code: str) -> SlackApiError:
    return SlackApiError("refused", {"ok": False, "error": code})


def _from_address(body: str, status: int = 400) -> ResponseRefused:
    return ResponseRefused(status, body)


async def test_what_slack_takes_is_drawn_whole() -> None:
    slack = _Slack()

    await fallback.send(_DRAWING, slack.post)

    assert slack.took == [("Filter: none", _WHOLE)]


@pytest.mark.parametrize(
    "refusal",
    [
        _from_api("invalid_blocks"),
        _from_api("msg_blocks_too_long"),
        _from_address('{"ok":false,"error":"invalid_blocks"}'),
        _from_address("msg_blocks_too_long"),
        _from_address("invalid_blocks: too many", 413),
    ],
)
async def test_each_refusal_of_a_drawing_leads_to_the_next_step(refusal: Exception) -> None:
    once, twice = _Slack(refusal), _Slack(refusal, refusal)

    await fallback.send(_DRAWING, once.post)
    await fallback.send(_DRAWING, twice.post)

    assert once.took == [("Filter: none", _SHORT)]
    assert twice.took == [("*Tasks*\n*#1* in short", [])]


async def test_without_a_shorter_drawing_the_words_are_next() -> None:
    slack = _Slack(_from_api("invalid_blocks"))

    await fallback.send(Drawing("Help", _WHOLE), slack.post)

    assert slack.took == [("*Tasks*\nall of it", [])]


async def test_a_text_alone_is_sent_once() -> None:
    slack = _Slack(_from_api("invalid_blocks"))

    with pytest.raises(SlackApiError):
        await fallback.send(Drawing("only words"), slack.post)


@pytest.mark.parametrize("refusal", [_from_api("not_in_channel"), _from_address('{"error":"used_url"}', 404)])
async def test_another_refusal_is_no_reason_to_draw_less(refusal: Exception) -> None:
    slack = _Slack(refusal)

    with pytest.raises(type(refusal)):
        await fallback.send(_DRAWING, slack.post)

    assert slack.took == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, '{"ok":false,"error":"x"}'),
        (400, ""),
        (500, "[1]"),
        (200, "<html>Please log in</html>"),
        (200, "please log in"),
        (200, "[]"),
        (200, '{"login":"wanted"}'),
    ],
)
def test_an_address_may_say_no_in_several_ways(status: int, body: str) -> None:
    with pytest.raises(ResponseRefused):
        fallback.check(status, body)


@pytest.mark.parametrize("body", ["ok", '{"ok":true}', ""])
def test_an_address_that_took_the_answer_raises_nothing(body: str) -> None:
    fallback.check(200, body)


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, "<html>Please log in</html>"), (403, "blocked by us"), (404, "[]"), (502, "bad")],
)
async def test_what_is_no_answer_of_slack_may_come_another_time_and_is_no_reason_to_draw_less(
    status: int, body: str
) -> None:
    slack = _Slack(_from_address(body, status))

    with pytest.raises(ResponseRefused) as raised:
        await fallback.send(_DRAWING, slack.post)

    assert fallback.rule_of(raised.value).passes
    assert slack.took == []


def test_words_are_what_blocks_read_without_controls() -> None:
    drawn = [
        header("<Tasks>"),
        context("Filter: none", "as of 14:03"),
        actions("x", button("Refresh", "refresh")),
        fields(["*a*", "b"]),
    ]

    assert fallback.words(drawn) == "*&lt;Tasks&gt;*\nFilter: none · as of 14:03\n*a* · b"
    assert "Refresh" not in json.dumps(fallback.words(drawn))


async def test_a_long_text_keeps_whole_lines_and_says_what_is_missing() -> None:
    slack, lines = _Slack(_from_api("msg_too_long")), "\n".join(f"#{n} {'x' * 90}" for n in range(100))

    await fallback.send(Drawing("t", [section(lines[:3000]), section(lines[3000:])]), slack.post)

    ((text, _),) = slack.took
    assert len(text) <= 4000
    assert text.endswith("more lines.")
    assert all(line.startswith(("#", "…", "x")) for line in text.split("\n"))
