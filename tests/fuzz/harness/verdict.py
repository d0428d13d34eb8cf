"""What is wrong with answers: a limit of Slack's that is passed, or markup in them that came alive."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.sandbox.slack.blockkit import limits
from bot.sandbox.slack.blockkit.surfaces import message_findings, view_findings
from tests.fuzz.harness.listening import Answers
from tests.fuzz.harness.texts import EVE
from tests.handlers.live_markup import live, markups, mentioned

_LONGEST_SENTENCE = 4000  # characters of a message without blocks: Slack advises against more
_OURS = re.compile(
    r"<#C[A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>|<!date\^\d+\^[^<>]*>|<https://slack\.example/[^<>]*>"
)
_ASKED_FOR = re.compile(rf"by:<@{EVE}>")  # a filter by person shows the person


def findings(answers: Answers) -> list[str]:
    """Everything that is wrong with the answers to one delivery."""
    return [
        *(problem for message in answers.messages for problem in _of_message(message)),
        *(problem for view in answers.views for problem in _of_view(view)),
        *_of_options(answers.options),
        *(problem for sentence in answers.errors.values() for problem in _of_words(sentence)),
        *(["no block has this error"] if "" in answers.errors else []),
    ]


def is_taken(blocks: Iterable[Any] = (), text: str = "", view: Any = None) -> None:
    """What is drawn has nothing wrong."""
    answers = Answers(messages=[{"text": text, "blocks": list(blocks)}], views=[view] if view else [])
    assert findings(answers) == []


def _of_message(message: dict[str, Any]) -> Iterator[str]:
    text, blocks = message.get("text") or "", message.get("blocks") or []
    yield from map(str, message_findings(blocks) if blocks else [])
    if len(text) > (limits.MESSAGE_TEXT if blocks else _LONGEST_SENTENCE):
        yield f"a text of {len(text)} characters"
    for words in (text, *markups(blocks)):
        yield from awake(words)


def _of_view(view: dict[str, Any]) -> Iterator[str]:
    yield from map(str, view_findings(view))
    for words in markups(view):
        yield from awake(words)


def _of_options(options: list[Any]) -> Iterator[str]:
    if len(options) > limits.OPTIONS:
        yield f"{len(options)} options"
    for option in options:
        if not 0 < len(option["text"]["text"]) <= limits.OPTION_TEXT:
            yield f"an option's text: {option}"
        if not 0 < len(option["value"]) <= limits.OPTION_VALUE:
            yield f"an option's value: {option}"


def _of_words(sentence: str) -> Iterator[str]:
    if not 0 < len(sentence) <= limits.TEXT:
        yield f"a sentence of {len(sentence)} characters"


def awake(words: str) -> Iterator[str]:
    """Markup that somebody else's text brought in: broadcasts, links, and Eve."""
    yield from (piece for piece in live(words) if not _OURS.fullmatch(piece))
    if EVE in mentioned(_ASKED_FOR.sub("", words)):
        yield f"Eve is called: {words[:200]}"
