"""Sessions as they are kept and as a browser gets them."""

import json

import pytest

from executor import limits
from executor.browser.storage_state import keepable, loadable

COOKIE = {"name": "c", "value": "v", "domain": "site.example", "path": "/", "partitionKey": "odd"}


def origin(url: str) -> dict[str, object]:
    return {"origin": url, "localStorage": [{"name": "a", "value": "b"}]}


def test_cookies_stay_word_for_word() -> None:
    state = loadable({"cookies": [COOKIE], "origins": []}).state

    assert state == {"cookies": [COOKIE], "origins": []}


def test_local_storage_goes_in_by_a_script() -> None:
    given = loadable({"cookies": [], "origins": [origin("https://site.example")]})

    assert given.state == {"cookies": [], "origins": []}
    assert given.script is not None
    assert json.dumps({"https://site.example": [{"name": "a", "value": "b"}]}) in given.script


@pytest.mark.parametrize("session", [None, {}])
def test_nothing_is_loaded_from_nothing(session: dict[str, object] | None) -> None:
    assert loadable(session).state is None


@pytest.mark.parametrize("session", [{"cookies": "x"}, {"cookies": ["x", {}], "origins": [{"origin": 1}, 7]}])
def test_what_is_no_state_is_an_empty_one(session: dict[str, object]) -> None:
    given = loadable(session)

    assert given.state == {"cookies": [], "origins": []}
    assert given.script is None


def test_only_the_sites_own_storage_is_kept() -> None:
    mine, sub = origin("https://site.example"), origin("https://m.site.example")
    others = [origin("https://ads.example"), origin("https://notsite.example")]
    state = {"cookies": [COOKIE], "origins": [mine, *others, sub]}

    assert keepable(state, "https://site.example/") == {"cookies": [COOKIE], "origins": [mine, sub]}


def test_what_a_site_stores_beyond_measure_is_left_out_and_the_rest_stays() -> None:
    large = {
        "origin": "https://m.site.example",
        "localStorage": [{"name": "a", "value": "x" * limits.STATE_CHARS}],
    }
    small = origin("https://site.example")

    assert keepable({"cookies": [COOKIE], "origins": [large, small]}, "https://site.example") == {
        "cookies": [COOKIE],
        "origins": [small],
    }


def test_where_cookies_are_beyond_measure_those_of_the_site_stay() -> None:
    own = [COOKIE, {**COOKIE, "domain": ".example"}, {**COOKIE, "domain": "m.site.example"}]
    others = [
        {**COOKIE, "domain": domain, "value": "x" * limits.STATE_CHARS}
        for domain in (".ads.test", "", "ample")
    ]

    assert keepable({"cookies": [*own, *others]}, "https://site.example")["cookies"] == own
