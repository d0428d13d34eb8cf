"""Parses the words after ``/accounts``: a verb with accounts, or a list. Pure."""

from dataclasses import dataclass

from handlers.words import filter_words, roster_words
from handlers.words.typed_text import as_name, unquoted
from handlers.words.verbs import Usage, Verb, by_name, words_after
from models.domain.errors import BadFilter
from models.domain.filters import RosterFilter
from models.domain.permissions import Action

_ALL = RosterFilter()
_LONGEST_WHY = 300  # characters


@dataclass(frozen=True, kw_only=True)
class AccountCommand:
    """What a person typed after ``/accounts``: a verb with logins or user ids, or a list."""

    verb: str = "list"
    names: tuple[str, ...] = ()
    why: str = ""  # of a hold
    wanted: RosterFilter = _ALL


def parse(text: str, *, me: str = "") -> AccountCommand:
    """The parsed command; raise BadFilter with a helpful sentence."""
    typed = filter_words.split(text)
    name = typed[0].lower() if typed else ""
    if verb := VERBS.get(name):
        return verb.parse(name, words_after(verb, text), me)
    if name and not name.startswith((*roster_words.SHAPES, "page:")) and name != "held":
        return _of_one("show", typed, "")
    return _list("list", typed, me)


def _list(verb: str, rest: list[str], me: str) -> AccountCommand:
    return AccountCommand(verb=verb, wanted=roster_words.parse(rest, me=me, others=tuple(VERBS)))


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


VERBS = by_name(
    Verb(
        name="list",
        needs=Action.SEE,
        parse=_list,
        usages=(
            Usage("/accounts", "all accounts: their log-in, proxy, what waits for them, who is on hold"),
            Usage("/accounts held", "the accounts on hold"),
            Usage("/accounts group:emea", "the accounts of a group; `group:emea,apac` of several"),
            Usage("/accounts login:checkpoint owner:me", "by their login status and who owns them"),
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
