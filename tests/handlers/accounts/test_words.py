"""The words of ``/accounts`` and the state of its list: each the inverse of what reads it."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.accounts import words
from models.domain.filters import RosterFilter
from tests.handlers import strategies

_lists = st.builds(
    RosterFilter, held=st.booleans(), group=st.just("") | strategies.names(100), page=st.integers(1, 10**6)
)


@given(_lists)
def test_the_words_of_a_list_make_it_again(wanted: RosterFilter) -> None:
    first = wanted.turned(1)

    assert words.parse(words.render(first)).wanted == first


@given(_lists)
def test_the_state_of_a_list_makes_it_again(wanted: RosterFilter) -> None:
    assert words.decode(words.encode(wanted)) == wanted
