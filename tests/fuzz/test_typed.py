"""Whatever stands after ``/tasks`` and ``/accounts`` is understood, or refused with one short inert sentence."""

from collections.abc import Callable
from typing import TypeVar

from hypothesis import given

from handlers.access import words as access_words
from handlers.accounts import words as account_words
from handlers.words import command_words, filter_words
from models.domain.errors import BadFilter
from models.domain.text import SHORT
from tests.fuzz.harness.effort import tries
from tests.fuzz.harness.texts import commands
from tests.handlers.live_markup import live, mentioned

T = TypeVar("T")
_ME = "U0ANA"
_LONGEST = 3000  # characters of a section
_BUTTON = 2000  # characters of a button's value


def _understood(parse: Callable[[str], T], text: str) -> T | None:
    """What was meant; None when it was refused, and refused well."""
    try:
        return parse(text)
    except BadFilter as refused:
        sentence = str(refused)
    assert 0 < len(sentence) <= _LONGEST
    assert live(sentence) == []
    assert mentioned(sentence) == set()
    return None


@tries(5_000, long=200_000)
@given(commands)
def test_a_task_command_is_understood_or_refused_with_an_inert_sentence(text: str) -> None:
    command = _understood(lambda typed: command_words.parse_command(typed, me=_ME), text)

    if command and command.verb == "list":
        assert filter_words.parse_filter(filter_words.render(command.state.filter)) == command.state.filter


@tries(5_000, long=200_000)
@given(commands)
def test_an_account_command_makes_a_list_that_its_buttons_can_carry(text: str) -> None:
    command = _understood(account_words.parse, text)

    if command and command.verb == "list":
        state = account_words.encode(command.wanted)
        assert account_words.decode(state) == command.wanted
        assert len(state) <= _BUTTON


@tries(5_000, long=100_000)
@given(commands)
def test_a_request_about_access_is_one_that_the_tables_can_keep(text: str) -> None:
    request = _understood(lambda typed: access_words.parse(filter_words.split(typed)), text)

    if request and request.grant:
        assert len(request.grant.subject) <= SHORT
        assert request.grant.group.isprintable()


@tries(5_000, long=100_000)
@given(commands)
def test_a_line_of_the_audit_filter_is_read_or_refused(text: str) -> None:
    _understood(lambda typed: filter_words.parse_filter(" ".join(filter_words.split(typed)), me=_ME), text)
