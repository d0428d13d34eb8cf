"""The filter words of accounts: which of them a list shows, and which a schedule runs on. Pure.

``parse(render(f)) == f`` for every filter, but for its page.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from handlers.words import filter_values, filter_words
from handlers.words.typed_text import as_name, quoted, unquoted
from models.domain.errors import BadFilter
from models.domain.filters import RosterFilter, TaskFilter

SHAPES = ("group:", "login:", "owner:")
_BY_FORMER = re.compile(
    r"\d{1,10};(held)?;(.{0,100})", re.DOTALL
)  # a list's value as older versions wrote it


def parse(words: Sequence[str], *, me: str = "", others: Sequence[str] = ()) -> RosterFilter:
    """The filter for these words; raise BadFilter. ``me`` is whom ``owner:me`` means; ``others`` are suggested, too."""
    wanted = RosterFilter()
    for word in filter_values.joined(words):
        wanted = _with(wanted, word, me, others)
    if len(render(wanted)) > filter_words.LONGEST:
        raise BadFilter("That is more than one filter can hold. Name fewer groups.")
    return wanted


def render(wanted: RosterFilter) -> str:
    """The words that parse to this filter; empty for all accounts."""
    of_tasks = filter_words.render(TaskFilter(groups=wanted.groups, logins=wanted.logins))
    owner = f"owner:<@{wanted.owner}>" if wanted.owner else ""
    return " ".join(filter(None, ("held" if wanted.held else "", of_tasks, owner)))


def encode(wanted: RosterFilter) -> str:
    """The list as a button's value: its page, and its words."""
    return f"{wanted.page} {render(wanted)}".strip()


def decode(state: str) -> RosterFilter:
    """The list an encoded string stands for; an unreadable string is the unfiltered first page."""
    page, _, rest = state.partition(" ")
    if former := _BY_FORMER.fullmatch(state):
        page = state.partition(";")[0]
        rest = f"{former[1] or ''} {f'group:{quoted(former[2])}' if former[2] else ''}"
    try:
        wanted = parse(filter_words.split(rest))
    except BadFilter:
        return RosterFilter()
    return replace(wanted, page=filter_words.task_id(page) or 1)


def _with(wanted: RosterFilter, word: str, me: str, others: Sequence[str]) -> RosterFilter:
    name, _, value = word.partition(":")
    match name.lower():
        case "held" if not value:
            return replace(wanted, held=True)
        case "group" | "login":
            read = filter_words.parse_filter(word)
            logins = tuple(dict.fromkeys((*wanted.logins, *read.logins)))
            return replace(wanted, groups=tuple(dict.fromkeys((*wanted.groups, *read.groups))), logins=logins)
        case "owner" if value:
            return replace(wanted, owner=filter_words.person_named("owner", value, me))
        case "page" if number := filter_words.task_id(unquoted(as_name(value))):
            return replace(wanted, page=number)
        case _:
            raise BadFilter(_unknown(word, others))


def _unknown(word: str, others: Sequence[str]) -> str:
    near = get_close_matches(word.lower().partition(":")[0], ["held", *others, *SHAPES], n=1, cutoff=0.5)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    return f"I do not know the word `{filter_words.shown(word)}`.{hint} `/accounts help` lists all words."
