"""Parses the words after ``/accounts``: a verb with accounts, or a list. Pure."""

from dataclasses import dataclass, replace
from difflib import get_close_matches

from handlers.words import filter_words
from handlers.words.typed_text import as_name, unquoted
from handlers.words.verbs import Usage, Verb, by_name, words_after
from models.domain.conditions import LONGEST_GROUP
from models.domain.errors import BadFilter
from models.domain.filters import RosterFilter
from models.domain.permissions import Action

_SHAPES = ("group:", "page:")
_ALL = RosterFilter()
_LONGEST_WHY = 300  # characters
_FIELDS = 3


@dataclass(frozen=True, kw_only=True)
class AccountCommand:
    """What a person typed after ``/accounts``: a verb with logins or user ids, or a list."""

    verb: str = "list"
    names: tuple[str, ...] = ()
    why: str = ""  # of a hold
    wanted: RosterFilter = _ALL


def parse(text: str) -> AccountCommand:
    """The parsed command; raise BadFilter with a helpful sentence."""
    typed = filter_words.split(text)
    name = typed[0].lower() if typed else ""
    if verb := VERBS.get(name):
        return verb.parse(name, words_after(verb, text), "")
    if name and not name.startswith(_SHAPES) and name != "held":
        return _of_one("show", typed, "")
    return _list("list", typed, "")


def encode(wanted: RosterFilter) -> str:
    """The list as a button's value: ``page;held;group``."""
    return f"{wanted.page};{'held' if wanted.held else ''};{wanted.group}"


def decode(state: str) -> RosterFilter:
    """The list an encoded string stands for; an unreadable string is the unfiltered first page."""
    page, held, group = [*state.split(";", _FIELDS - 1), "", "", ""][:_FIELDS]
    number = filter_words.task_id(page)
    if len(group) > LONGEST_GROUP:
        return RosterFilter()
    return RosterFilter(page=number or 1, held=held == "held", group=group)


def render(wanted: RosterFilter) -> str:
    """The words that parse to this list."""
    group = f"group:{filter_words.quoted(wanted.group)}" if wanted.group else ""
    return " ".join(filter(None, ("held" if wanted.held else "", group)))


def _filter(typed: list[str]) -> RosterFilter:
    wanted = _ALL
    for word in typed:
        name, _, value = word.partition(":")
        value = unquoted(as_name(value))
        match name.lower():
            case "held":
                wanted = replace(wanted, held=True)
            case "group" if value:
                wanted = replace(wanted, group=filter_words.short("group", value, LONGEST_GROUP))
            case "page" if number := filter_words.task_id(value):
                wanted = replace(wanted, page=number)
            case _:
                raise BadFilter(_unknown(word))
    return wanted


def _list(verb: str, rest: list[str], _me: str) -> AccountCommand:
    return AccountCommand(verb=verb, wanted=_filter(rest))


def _of_one(verb: str, rest: list[str], _me: str) -> AccountCommand:
    if not rest:
        raise BadFilter(f"Write the login or the user id after it: `/accounts {verb} ann@example.com`.")
    if len(rest) > 1:
        raise BadFilter(f"One account at a time: `/accounts show {filter_words.shown(rest[0])}`.")
    return AccountCommand(verb=verb, names=(_name(rest[0]),))


def _hold(verb: str, rest: list[str], _me: str) -> AccountCommand:
    if not rest:
        raise BadFilter("Write the account and why: `/accounts hold ann@example.com its owner is away`.")
    why = " ".join(rest[1:])[:_LONGEST_WHY]
    return AccountCommand(verb=verb, names=(_name(rest[0]),), why=why)


def _release(verb: str, rest: list[str], _me: str) -> AccountCommand:
    names = tuple(_name(name) for text in rest for name in text.split(",") if name)
    if not names:
        raise BadFilter("Write the accounts after it: `/accounts release ann@example.com`.")
    return AccountCommand(verb=verb, names=names)


def _name(word: str) -> str:
    """A login or user id; in quotes, exactly what is between them."""
    return unquoted(as_name(word))


def _alone(verb: str, _rest: list[str], _me: str) -> AccountCommand:
    return AccountCommand(verb=verb)


def _unknown(word: str) -> str:
    near = get_close_matches(word.lower().partition(":")[0], ["held", *VERBS, *_SHAPES], n=1, cutoff=0.5)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    return f"I do not know the word `{filter_words.shown(word)}`.{hint} `/accounts help` lists all words."


VERBS = by_name(
    Verb(
        name="list",
        needs=Action.SEE,
        parse=_list,
        usages=(
            Usage("/accounts", "all accounts: their log-in, proxy, what waits for them, who is on hold"),
            Usage("/accounts held", "the accounts on hold"),
            Usage("/accounts group:emea", "the accounts of a group"),
        ),
    ),
    Verb(
        name="show",
        needs=Action.SEE,
        parse=_of_one,
        usages=(
            Usage(
                "/accounts ann@example.com",
                "everything of one account, by its login or user id",
            ),
        ),
    ),
    Verb(
        name="hold",
        needs=Action.HOLD,
        parse=_hold,
        words=1,
        usages=(
            Usage("/accounts hold ann@example.com its owner is away", "let no task run there, and say why"),
        ),
    ),
    Verb(
        name="release",
        needs=Action.RELEASE,
        parse=_release,
        usages=(Usage("/accounts release ann@example.com", "let the tasks that wait for it run"),),
    ),
    Verb(
        name="import",
        needs=Action.EDIT_ACCOUNTS,
        parse=_alone,
        usages=(
            Usage("/accounts import", "add or change accounts from a file, after a look at what it would do"),
        ),
    ),
    Verb(
        name="export",
        needs=Action.EXPORT,
        parse=_list,
        usages=(
            Usage(
                "/accounts export",
                "the accounts as a CSV file in your messages, to be changed and imported again",
            ),
        ),
    ),
    Verb(
        name="add",
        needs=Action.EDIT_ACCOUNTS,
        parse=_alone,
        usages=(Usage("/accounts add", "add one account"),),
    ),
    Verb(name="help", needs=Action.ASK, parse=_alone, usages=(Usage("/accounts help", "this"),)),
)
"""The verbs of ``/accounts``."""
