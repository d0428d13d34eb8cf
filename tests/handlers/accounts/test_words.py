"""The words of ``/accounts`` and the state of its list: each the inverse of what reads it."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.accounts import words
from handlers.words import roster_words
from models.domain.filters import RosterFilter
from models.domain.lifecycle import LoginStatus
from tests.handlers import strategies

_lists = st.builds(
    RosterFilter,
    held=st.booleans(),
    groups=st.lists(strategies.names(100), max_size=3, unique=True).map(tuple),
    logins=st.lists(st.sampled_from(LoginStatus), unique=True).map(tuple),
    owner=st.just("") | strategies.people,
    page=st.integers(1, 10**6),
)


@given(_lists)
def test_the_words_of_a_list_make_it_again(wanted: RosterFilter) -> None:
    first = wanted.turned(1)

    assert words.parse(roster_words.render(first)).wanted == first


@given(_lists)
def test_the_state_of_a_list_makes_it_again(wanted: RosterFilter) -> None:
    assert roster_words.decode(roster_words.encode(wanted)) == wanted


def test_a_list_of_an_older_version_is_still_read() -> None:
    assert roster_words.decode("3;held;north america") == RosterFilter(
        held=True, groups=("north america",), page=3
    )
