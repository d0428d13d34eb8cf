"""Parses the words after ``/proxies``: a verb, or a list. No sentence repeats a word: somebody may have typed a password. Pure."""

from dataclasses import dataclass, replace

from handlers.words import filter_words
from handlers.words.typed_text import as_name, unquoted
from handlers.words.verbs import Usage, Verb, by_name, words_after
from models.domain.errors import BadFilter
from models.domain.permissions import Action
from models.domain.proxies import ProxyAddress, parse_proxy
from models.domain.values.proxies import ProxyFilter

_ALL = ProxyFilter()
_UNKNOWN = "I don't understand that. `/proxies help` lists all words."
_MOST_NAMED = 20


@dataclass(frozen=True, kw_only=True)
class ProxyCommand:
    """What a person typed after ``/proxies``."""

    verb: str = "list"
    named: tuple[ProxyAddress, ...] = ()  # those to be tested; none: all
    wanted: ProxyFilter = _ALL


def parse(text: str) -> ProxyCommand:
    """The parsed command; raise BadFilter with a helpful sentence."""
    typed = filter_words.split(text)
    name = typed[0].lower() if typed else ""
    if verb := VERBS.get(name):
        return verb.parse(name, words_after(verb, text), "")
    return _list("list", typed, "")


def encode(wanted: ProxyFilter) -> str:
    """The list as a button's value: ``page;failing``."""
    return f"{wanted.page};{'failing' if wanted.failing else ''}"


def decode(state: str) -> ProxyFilter:
    """The list an encoded string stands for; an unreadable string is the unfiltered first page."""
    page, _, failing = state.partition(";")
    return ProxyFilter(page=filter_words.task_id(page) or 1, failing=failing == "failing")


def _list(verb: str, rest: list[str], _me: str) -> ProxyCommand:
    wanted = _ALL
    for word in rest:
        name, _, value = word.lower().partition(":")
        if word.lower() == "failing":
            wanted = replace(wanted, failing=True)
        elif name == "page" and (number := filter_words.task_id(value)):
            wanted = replace(wanted, page=number)
        else:
            raise BadFilter(_UNKNOWN)
    return ProxyCommand(verb=verb, wanted=wanted)


def _test(verb: str, rest: list[str], _me: str) -> ProxyCommand:
    if len(rest) > _MOST_NAMED:
        raise BadFilter(f"At most {_MOST_NAMED} proxies at a time. `/proxies test` alone tests all of them.")
    try:
        named = tuple(parse_proxy(unquoted(as_name(word))) for word in rest)
    except ValueError:
        raise BadFilter("Write host and port of each proxy: `/proxies test 10.0.0.1:8080`.") from None
    return ProxyCommand(verb=verb, named=named)


def _alone(verb: str, rest: list[str], _me: str) -> ProxyCommand:
    if rest and verb == "import":
        raise BadFilter("Write `/proxies import` alone: the form it opens takes the proxies.")
    return ProxyCommand(verb=verb)


VERBS = by_name(
    Verb(
        name="list",
        needs=Action.SEE,
        parse=_list,
        usages=(
            Usage("/proxies", "all proxies: who uses each, how it answered last, the tasks it failed"),
            Usage("/proxies failing", "those that do not answer, or failed tasks"),
        ),
    ),
    Verb(
        name="test",
        needs=Action.TEST_PROXIES,
        parse=_test,
        usages=(
            Usage("/proxies test", "test all proxies against the site now; then re-execute what can run"),
            Usage("/proxies test 10.0.0.1:8080", "test this one, whatever its user name"),
        ),
    ),
    Verb(
        name="import",
        needs=Action.EDIT_ACCOUNTS,
        parse=_alone,
        usages=(Usage("/proxies import", "add a list of proxies, and give them to the accounts of a group"),),
    ),
    Verb(name="help", needs=Action.ASK, parse=_alone, usages=(Usage("/proxies help", "this"),)),
)
"""The verbs of ``/proxies``."""
