"""What follows, in the words of ``/tasks schedule``."""

import pytest

from handlers.schedules.words import read
from models.domain.errors import BadFilter

_NIGHTLY = "check group:emea every day 06:00"


def test_what_stands_behind_then_follows_and_the_rest_is_read_as_without_it() -> None:
    whole = read(f'{_NIGHTLY} over 45 min then create page page_name:"Our shop" category:Artist')

    assert (whole.then_type, whole.then_params) == (
        "create_page",
        {"page_name": "Our shop", "category": "Artist"},
    )
    assert (whole.time, whole.spread, whole.is_whole) == ("every day 06:00", 45, True)
    assert read(f"{_NIGHTLY} then check").is_whole
    assert read(_NIGHTLY).then_type == ""


@pytest.mark.parametrize(
    "words", [f"{_NIGHTLY} then create_page", "check group:emea then check", "create_bm group:emea 0 6 * * *"]
)
def test_where_something_is_missing_the_form_asks_for_it(words: str) -> None:
    assert not read(words).is_whole


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("then", "Say which type follows"),
        ("then chek", "Did you mean"),
        ("then check every day 06:00", "Write what follows at the end"),
        ("then check page_name:x", "no parameter of Check"),
        ("then create_page category:Nothing", "Category"),
    ],
)
def test_what_cannot_follow_is_refused_with_a_sentence(words: str, sentence: str) -> None:
    with pytest.raises(BadFilter, match=sentence):
        read(f"check group:emea {words}")
