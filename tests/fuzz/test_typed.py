"""Whatever stands after ``/tasks`` and ``/accounts`` is understood, or refused with one short inert sentence."""

from collections.abc import Callable
from typing import TypeVar

from hypothesis import given

from handlers.access import words as access_words
from handlers.accounts import words as account_words
from handlers.words import command_words, filter_words, roster_words
from models.domain.errors import BadFilter
from models.domain.text import SHORT
from tests.fuzz.harness.effort import all_of, tries
from tests.fuzz.harness.texts import commands, usages
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


def _as_task_command(text: str) -> None:
    command = _understood(lambda typed: command_words.parse_command(typed, me=_ME), text)

    if command and command.verb == "list":
        assert filter_words.parse_filter(filter_words.render(command.state.filter)) == command.state.filter


def _as_account_command(text: str) -> None:
    """A list of accounts is one that its buttons can carry."""
    command = _understood(account_words.parse, text)

    if command and command.verb == "list":
        state = roster_words.encode(command.wanted)
        assert roster_words.decode(state) == command.wanted
        assert len(state) <= _BUTTON


def _as_request_about_access(text: str) -> None:
    """It is one that the tables can keep."""
    request = _understood(lambda typed: access_words.parse(filter_words.split(typed)), text)

    if request and request.grant:
        assert len(request.grant.subject) <= SHORT
        assert request.grant.group.isprintable()


def _as_filter(text: str) -> None:
    _understood(lambda typed: filter_words.parse_filter(" ".join(filter_words.split(typed)), me=_ME), text)


@tries(1_250, long=400_000)
@all_of({"text": text} for _, text in usages())
@given(text=commands)
def test_what_is_typed_is_understood_or_refused_with_an_inert_sentence(text: str) -> None:
    """By every reader: drawing a text costs more than reading it four times."""
    for read in (_as_task_command, _as_account_command, _as_request_about_access, _as_filter):
        read(text)
