"""How tasks are printed in a terminal: plain words instead of Slack's markup, and nothing that a terminal would obey."""

import re
from collections.abc import Sequence

_LINK = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)\*(?![\w*])")
_WARNING = re.compile(r"^:warning: ", re.MULTILINE)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


def plain(markup: str) -> str:
    """Slack's markup as plain words.

    >>> plain(":warning: *2 tasks* of 3, by <@U0ANA>, &lt;now&gt;"), plain("<https://slack.example/p1|Status note>")
    ('Warning: 2 tasks of 3, by U0ANA, <now>', 'Status note: https://slack.example/p1')
    """
    text = _BOLD.sub(r"\1", _LINK.sub(_unlinked, _WARNING.sub("Warning: ", markup)))
    return printable(re.sub("&(?:lt|gt|amp);", lambda found: _ENTITIES[found[0]], text))


def printable(text: str) -> str:
    """The text without what moves a terminal's cursor, colours it or turns its direction; lines stay.

    >>> printable("a\\x1b[31mb\\u202ec\\nd")
    'a [31mb c\\nd'
    """
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


def one_line(text: str) -> str:
    """The text on one line.

    >>> one_line("a\\n b\\tc")
    'a b c'
    """
    return " ".join(printable(text).split())


def lines_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows for another program: one a line, with a tab between two cells."""
    return "\n".join("\t".join(map(one_line, cells)) for cells in (header, *rows))


def terminal_words(sentence: str) -> str:
    """A sentence about words that were typed, as it reads in a terminal.

    >>> terminal_words("I do not know the word `x`. `/tasks help` lists all words.")
    'I do not know the word `x`. `bellhop tasks list --help` lists all words.'
    """
    named = sentence.replace("/tasks help", "bellhop tasks list --help").replace("/tasks", "bellhop tasks")
    return plain(named)


def _unlinked(found: re.Match[str]) -> str:
    target, label = found["target"], found["label"]
    if target.startswith(("@", "#", "!subteam^")):
        return label or target.removeprefix("!subteam^").lstrip("@#")
    if target.startswith("!"):
        return label or ""
    return f"{label}: {target}" if label else target
