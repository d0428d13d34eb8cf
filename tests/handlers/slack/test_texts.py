"""Small functions from values to words: the examples in their docstrings, and the rules they never break."""

import doctest
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack import texts
from tests.handlers.live_markup import live, mentioned
from tests.handlers.strategies import texts as any_texts

_NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
_BERLIN = ZoneInfo("Europe/Berlin")


def test_the_examples_are_true() -> None:
    tried = doctest.testmod(texts)

    assert tried.attempted >= 5
    assert tried.failed == 0


@given(any_texts(500) | st.text())
def test_nothing_lives_in_an_escaped_text(text: str) -> None:
    escaped = texts.escape(text)

    assert "<" not in escaped
    assert ">" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(any_texts(500))
def test_filter_words_keep_only_mentions_of_people(text: str) -> None:
    words = texts.escape_words(f"by:<@U0ANA> group:{text}")

    assert live(words) == []
    assert "U0ANA" in mentioned(words)


@given(any_texts(500), st.integers(1, 100))
def test_a_clipped_text_is_no_longer_than_asked_and_marked_when_cut(text: str, most: int) -> None:
    clipped = texts.clip(text, most)

    assert len(clipped) <= most
    assert clipped == text or clipped.endswith("…")


@given(st.timedeltas(timedelta(days=-1), timedelta(days=10_000)))
def test_a_length_of_time_is_one_or_two_units(length: timedelta) -> None:
    assert len(texts.duration(length).split()) in {2, 4}


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (None, "–"),
        (_NOW, "23 Nov, 00:30"),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), "1 Jan 2027, 00:00"),
        (datetime(2025, 3, 5, 6, 7, tzinfo=UTC), "5 Mar 2025, 07:07"),
    ],
)
def test_a_moment_is_told_in_the_readers_zone_with_the_year_only_when_it_is_another(
    at: datetime | None, words: str
) -> None:
    assert texts.moment(at, zone=_BERLIN, now=_NOW).replace("\u00a0", " ") == words


def test_the_time_of_day_is_the_readers() -> None:
    assert texts.clock(_NOW, zone=_BERLIN) == "00:30:00"


def test_slack_shows_a_moment_to_each_reader_in_their_own_zone() -> None:
    assert texts.slack_time(_NOW) == "<!date^1795390200^{time_secs}|23:30:00 UTC>"
