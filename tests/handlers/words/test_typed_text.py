"""What keyboards, clipboards and Slack make of a command is answered as what was meant."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.accounts import words as account_words
from handlers.words import typed_text
from handlers.words.command_words import Command, parse_command
from handlers.words.typed_text import plain, quoted, split, unquoted
from models.domain.errors import BadFilter
from tests.fuzz.harness import texts
from tests.handlers.strategies import names
from tests.handlers.typed_cases import ROWS, Row

_MORE = (
    Row("links", "/accounts", "release a@x.example,b@x.example", "release <mailto:a@x.example|a@x.example>,<mailto:b@x.example>"),
    Row("links", "/accounts", "ann1@example.com", "<mailto:ann1@example.com|Ann>"),
    Row("links", "/accounts", "ann1@example.com", "&lt;mailto:ann1@example.com|ann1@example.com&gt;"),
    Row("links", "/accounts", "site.example", "<http://site.example|site.example>"),
    Row("links", "/tasks", "4711", "<tel:4711|4711>"),
    Row("links", "/tasks", "#4711", "<#C04711|4711>"),
    Row("links", "/accounts", "@ann", "<@U0ANN|ann>"),
    Row("entities", "/tasks", 'group:"r & d"', 'group:"r &amp; d"'),
    Row("entities", "/tasks", 'group:"r & d"', 'group:"r &amp;amp; d"'),
    Row("dashes", "/tasks", "status:no-proxy", "status:no\u2014proxy"),
    Row("dashes", "/tasks", "from:2026-11-01", "from:2026\u221211\u221201"),
    Row("dashes", "/accounts", "ann-lee@x.example", "ann\u2011lee@x.example"),
    Row("quotes", "/tasks", 'group:"north america"', "group:\u201enorth america\u201c"),
    Row("quotes", "/tasks", 'group:"north america"', "group:'north america'"),
    Row("quotes", "/tasks", 'group:"north america"', "group:\u300cnorth america\u300d"),
    Row("quotes", "/tasks", "group:emea", "group:\u201cemea"),
    Row("quotes", "/tasks", "group:emea", "group:emea\u2019"),
    Row("quotes", "/tasks", "status:waiting", "\u201cstatus:waiting\u201d"),
    Row("quotes", "/tasks", "waiting", "\u2018waiting\u2019"),
    Row("blanks", "/tasks", "status:waiting type:check", "status:waiting\u3000type:check"),
    Row("blanks", "/tasks", "status:waiting type:check", "status:waiting\u2028type:check"),
    Row("blanks", "/tasks", "status:waiting type:check", "status:waiting\u00a0\u202ftype:check"),
    Row("invisible", "/tasks", "cancel 4711", "can\u00adcel 4\ufeff711\u2060"),
    Row("invisible", "/tasks", "waiting", "\u2067waiting\u2069"),
    Row("invisible", "/accounts", "ann1@example.com", "ann1\u200d@example.com\ufe0f"),
    Row("wide", "/tasks", "waiting", "\uff57\uff41\uff49\uff54\uff49\uff4e\uff47"),
    Row("wide", "/tasks", "#4711", "\uff03\uff14\uff17\uff11\uff11"),
    Row("wide", "/tasks", "digest 09:00", "digest \uff10\uff19\uff1a\uff10\uff10"),
    Row("wide", "/accounts", "hold ann1@example.com", "hold ann1\uff20example\uff0ecom"),
    Row("wide", "/tasks", "cancel 4711,4712", "cancel 4711\u30014712"),
    Row("markup", "/tasks", "status:waiting type:check", "*status:waiting type:check*"),
    Row("markup", "/tasks", "status:waiting", "status:`waiting`"),
    Row("markup", "/tasks", "cancel 4711 4712", "cancel *4711* ~4712~"),
    Row("markup", "/tasks", "waiting", "```waiting```"),
    Row("markup", "/tasks", 'group:"north america"', '*group:"north america"*'),
    Row("markup", "/accounts", "hold ann1@example.com away", "`hold ann1@example.com away`"),
)  # fmt: skip


def _read(command: str, text: str) -> object:
    if command == "/tasks":
        return parse_command(text, me="U0ANA")
    return account_words.parse(text)


@pytest.mark.parametrize("row", [*(row for row in ROWS if row.kind != "case"), *_MORE], ids=str)
def test_what_arrives_is_read_as_what_was_meant(row: Row) -> None:
    assert _read(row.command, row.arrives) == _read(row.command, row.meant)


_commands = (
    texts.commands
    | st.lists(st.sampled_from([*texts.PIECES, *typed_text.DOUBLE, *"'‘’–—：４，*_`~", " ", "ann", "status:"])).map("".join)
    | st.sampled_from(ROWS).map(lambda row: row.arrives)
)  # fmt: skip


@given(_commands)
@example("&amp;amp;lt;mailto:a@b|a@b&amp;gt;")
@example("\uff06\uff41\uff4d\uff50;lt;")
@example("*‘`*a*`’*")
@example("👩\u200d\u200b👧 a\ufe0f\u200d👧")
@example("00" + '"' * 1999)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """Words that touched stand apart afterwards, so the second reading may be of a longer text."""
    once = split(text)

    assert split(" ".join(once), longest=6000) == once
    assert plain(plain(text)) == plain(text)


@given(names(255))
@example("_ann_")
@example("*ann*")
@example("ann\u200d")
@example("\\\u202e3U!\\")
@example("‘ann’")
@example("<@U0ANA|ann>")
@example("<mailto:a@b|c>")
@example("&amp;")
@example("営業１課")
@example("ann\u2013lee")
@example("it's")
def test_a_name_in_quotes_arrives_as_it_is(name: str) -> None:
    """As a filter line writes it."""
    (word,) = split(f"group:{quoted(name)}")

    assert unquoted(word.removeprefix("group:")) == name


@pytest.mark.parametrize(
    "word",
    [
        "ann_lee@x.example", "_ann", "ann_", "__init__x", "a*b", "*ann", "o’brien", "o'brien", "a~b", "~ann", "a`b", "a&b",
        "a<b", "Tr0ub4dor&3*_~", "#4711", "a--b", "👩‍👩‍👧‍👦", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می‌خواهم", "straße",
    ],
)  # fmt: skip
def test_a_word_that_means_itself_stays(word: str) -> None:
    assert split(f"show {word}") == ["show", word]
    assert plain(f"{word} {word}") == f"{word} {word}"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("hold ann “not now” — she’s *really* away", "“not now” — she’s *really* away"),
        ("hold ann pass Tr0ub4dor&amp;3*_~ leaked", "pass Tr0ub4dor&3*_~ leaked"),
        ("hold `ann` see <https://x.example/a?b=1&amp;c|x.example>", "see x.example"),
        ('hold "ann lee" 👩‍👩‍👧‍👦 first：１', "👩‍👩‍👧‍👦 first：１"),
        ("hold ann", ""),
    ],
)
def test_a_sentence_is_kept_as_it_was_typed(typed: str, why: str) -> None:
    assert account_words.parse(typed).why == why


@pytest.mark.parametrize(
    "typed", ["view Morning – check", "view “Morning – check”", 'view "Morning – check"']
)
def test_a_views_name_is_kept_as_it_was_typed(typed: str) -> None:
    assert parse_command(typed, me="U0ANA") == Command(verb="view", name="Morning – check")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("<mailto:x|*>", "I do not know the word"),
        ("from:“soon”", "`from:soon` is no day"),
        ("id:<tel:12|12>:3", "is no Task ID"),
        ("group:“north america", "I do not know the word `america`"),
        ("cancel ４７１１，ｘ", "`x` is no Task ID"),
    ],
)
def test_what_cannot_be_read_is_refused_in_its_ordinary_form(typed: str, sentence: str) -> None:
    with pytest.raises(BadFilter, match=sentence):
        parse_command(typed, me="U0ANA")
