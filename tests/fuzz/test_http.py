"""HTTP requests of all kinds: those of Slack reach the bot, all others get a plain refusal and leave no traceback.

200 examples reach every branch of the program that 2,000 reach: they have 400.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.harness.effort import tries
from tests.fuzz.harness.http_server import SECRET, Delivery, HttpServer, now, signed
from tests.fuzz.harness.texts import junk

_PLAIN = {200, 400, 401, 404, 413}
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_PAYLOADS: tuple[dict[str, Any], ...] = (
    {"type": "block_actions", "user": {"id": "U0ANA"}, "team": {"id": "T0"}, "actions": [{"action_id": "refresh"}]},
    {"type": "view_submission", "user": {"id": "U0ANA"}, "view": {"callback_id": "filter", "type": "modal"}},
)  # fmt: skip
_RECORDED = (
    (urlencode({"command": "/tasks", "text": "1w", "user_id": "U0ANA", "team_id": "T0"}), _FORM),
    *((urlencode({"payload": json.dumps(payload)}), _FORM) for payload in _PAYLOADS),
    (json.dumps({"type": "event_callback", "event": {"type": "app_home_opened", "user": "U0ANA"}}), _JSON),
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["T0", "U0ANA", "refresh"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["type", "user", "team", "event", "view", "actions", "authorizations", "id", "channel", "message", "command"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip


@st.composite
def _mutated(draw: st.DrawFn) -> tuple[bytes, str]:
    """What Slack sent once, with a few bytes of it changed; or another document in its place."""
    text, kind = draw(st.sampled_from(_RECORDED))
    body = bytearray(text.encode())
    for _ in range(draw(st.integers(0, 4))):
        body[draw(st.integers(0, len(body) - 1))] = draw(st.integers(0, 255))
    document = json.dumps(draw(_json)).encode()
    others = [bytes(body), document, b"payload=" + document, b"payload={}&payload=" + document]
    return draw(st.sampled_from(others)), draw(
        st.sampled_from([kind, _FORM, _JSON, "text/plain", "", "a/b;c"])
    )


_bodies = _mutated() | st.tuples(junk.map(lambda text: text.encode(errors="replace")), st.just(_FORM))


@pytest.fixture
def server() -> Iterator[HttpServer]:
    running = HttpServer()
    yield running
    running.close()


def _is_answered_plainly(server: HttpServer, delivery: Delivery) -> int:
    server.troubles.clear()

    status = server.deliver(delivery)

    assert status in _PLAIN
    assert [record.getMessage() for record in server.troubles] == []
    return status


@pytest.mark.parametrize(("text", "kind"), _RECORDED)
def test_what_slack_sends_reaches_the_bot(server: HttpServer, text: str, kind: str) -> None:
    assert _is_answered_plainly(server, signed(text.encode(), kind)) == 200
    assert server.reached == 1


@tries(150, long=50_000)
@example(
    body=(
        b"payload=%7B%22type%22%3A%22view_submission%22%2C%22user%22%3A%7B%22id%22%3A%22U0ANA%22%7D%2C"
        b"%22view%22%3A%7B%22callback_id%22%3A%22filter%22%7D%7D",
        "application/x-www-form-urlencoded",
    )
)
@given(body=_bodies)
@example(body=(b"payload=null", _FORM))
@example(body=(b"payload=[]", _FORM))
@example(body=(b"payload=5", _FORM))
@example(body=(b"payload={", _FORM))
@example(body=(b"payload=%7B%7D&payload=null", _FORM))
@example(body=(b"{&command=1", _FORM))
@example(body=(b'{"event": 5}', _JSON))
@example(body=(b'{"type": "block_actions", "actions": [{}]}', _JSON))
@example(body=(b"[" * 100_000, _JSON))
def test_a_signed_body_of_any_kind_is_answered_plainly(server: HttpServer, body: tuple[bytes, str]) -> None:
    _is_answered_plainly(server, signed(*body))


_moments = st.sampled_from(["abc", "", "0", "-1", "9" * 5000, "٤٧", "1e9", "4102444800", " "]) | st.builds(
    now
)
_signatures = st.sampled_from(["", "v0=", "v0=" + "0" * 64, "é", "v0=" + "\U0001f98a" * 9]) | junk.map(
    lambda text: repr(text)[:2000]
)
_stamps = st.lists(
    st.tuples(st.just("X-Slack-Request-Timestamp"), _moments)
    | st.tuples(st.just("X-Slack-Signature"), _signatures),
    max_size=5,
)


@tries(150, long=50_000)
@given(body=_bodies, stamps=_stamps)
@example(
    body=(b"a=1", _FORM), stamps=[("X-Slack-Request-Timestamp", "9" * 5000), ("X-Slack-Signature", "v0=")]
)
@example(body=(b"a=1", _FORM), stamps=[("X-Slack-Request-Timestamp", now()), ("X-Slack-Signature", "é")])
def test_what_is_not_signed_reaches_nothing(
    server: HttpServer, body: tuple[bytes, str], stamps: list[tuple[str, str]]
) -> None:
    delivery = Delivery(body=body[0], headers=(("Content-Type", body[1]), *stamps))

    assert _is_answered_plainly(server, delivery) in {400, 401}
    assert server.reached == 0


_never = st.sampled_from(["abc", "0", "-1", "9" * 5000, "٤٧", "1e9", "4102444800", " 1"])
_forged = st.tuples(_never, st.sampled_from([SECRET, "foreign"])) | st.tuples(
    st.builds(now), st.just("foreign")
)


@tries(150, long=50_000)
@given(recorded=st.sampled_from(_RECORDED), forged=_forged)
def test_a_recorded_delivery_is_refused_at_another_time_and_under_another_secret(
    server: HttpServer, recorded: tuple[str, str], forged: tuple[str, str]
) -> None:
    (text, kind), (at, secret) = recorded, forged

    assert _is_answered_plainly(server, signed(text.encode(), kind, at=at, secret=secret)) in {400, 401}
    assert server.reached == 0


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 5 * 1024 * 1024])
def test_a_body_larger_than_any_of_slacks_is_too_large(server: HttpServer, size: int) -> None:
    assert _is_answered_plainly(server, signed(b"a" * size, _FORM)) == 413


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/", "/slack/events%00", "/../etc/passwd"])
def test_other_places_are_not_there(server: HttpServer, path: str) -> None:
    assert _is_answered_plainly(server, Delivery(body=b"", headers=(), path=path)) == 404
