"""Which requests a behaviour switch meets, without a browser."""

import pytest

from bot.sandbox.practice.behaviour import Behaviour, Behaviours, behaviour_from_json
from bot.sandbox.site.server import TRAITS

ALL = frozenset({"slow", "error500", "reload_mid_form", "notification_dialog"})


@pytest.mark.parametrize(
    ("behaviour", "request_line", "met"),
    [
        (Behaviour(kind="slow"), ("maya", "/home", "GET"), True),
        (Behaviour(kind="slow"), ("", "/login", "POST"), True),
        (Behaviour(kind="slow"), ("maya", "/static/commons.css", "GET"), False),
        (Behaviour(kind="slow", path="/static"), ("maya", "/static/commons.css", "GET"), True),
        (Behaviour(kind="slow", login="maya"), ("jonas", "/home", "GET"), False),
        (Behaviour(kind="slow", login="maya"), ("", "/login", "GET"), False),
        (Behaviour(kind="slow", path="/pages"), ("maya", "/pages/create", "GET"), True),
        (Behaviour(kind="slow", method="POST"), ("maya", "/pages/create", "GET"), False),
        (Behaviour(kind="notification_dialog"), ("maya", "/pages", "GET"), False),
        (Behaviour(kind="notification_dialog"), ("maya", "/home", "GET"), True),
        (Behaviour(kind="reload_mid_form", path="/pages/create"), ("maya", "/pages/create", "GET"), False),
        (Behaviour(kind="reload_mid_form"), ("maya", "/pages/create/category", "GET"), True),
    ],
)
def test_a_switch_is_for_the_requests_it_names(
    behaviour: Behaviour, request_line: tuple[str, str, str], *, met: bool
) -> None:
    assert behaviour.meets(*request_line, TRAITS.usual.get(behaviour.kind, ())) is met


def test_each_account_uses_up_its_own_times() -> None:
    behaviours = Behaviours()
    behaviours.add(Behaviour(kind="error500", value=2))
    met = [bool(behaviours.take(login, "/home", "GET", ALL)) for login in ("a", "a", "a", "b")]

    assert met == [True, True, False, True]


def test_a_request_meets_several_switches_in_their_order() -> None:
    behaviours = Behaviours()
    behaviours.add(Behaviour(kind="slow", value=5))
    behaviours.add(Behaviour(kind="error500"))

    assert [met.kind for met in behaviours.take("a", "/home", "GET", ALL)] == ["slow", "error500"]


def test_json_fills_in_what_is_left_out() -> None:
    assert behaviour_from_json({"kind": "hang"}) == Behaviour(kind="hang", login="*")
    assert behaviour_from_json({"kind": "drop", "login": "a", "method": "post", "after": True}) == Behaviour(
        kind="drop", login="a", method="POST", after=True
    )
