"""Texts as people, phones, spreadsheets and attackers write them."""

from hypothesis import strategies as st

from handlers.accounts.words import VERBS as ACCOUNT_VERBS
from handlers.proxies.words import VERBS as PROXY_VERBS
from handlers.words.command_words import VERBS
from models.domain.conditions import SPANS
from models.domain.lifecycle import Status
from models.domain.task_types import TASK_TYPES

EVE = "U0EVE"
"""Somebody whom only fuzzed texts name: who reads of her alive was called by one of them."""

PIECES = (
    "<!channel>", "<!here>", "<!everyone>", "<!subteam^S0EVE|x>", f"<@{EVE}>", f"<@{EVE}|x>", "<#C0OPS|ops>", "&lt;@U0BEN&gt;",
    "<https://evil.example|safe>", "&", "&amp;", "`", "```", "*", "_", "~", '"', "“", "”", "„", "\\", '\\"', ";", ":", ",", "#",
    "\u00a0", "\u202e", "\u200f", "שלום", "مرحبا", "🦊", "👩‍👩‍👧‍👦", "e\u0301", "\n", "\r\n", "\t", "\x00", "\ud800", "\ufeff", "٤٧", "²",
)  # fmt: skip
pieces = st.sampled_from(PIECES)
junk = (
    st.lists(pieces | st.text(max_size=6), max_size=8).map("".join)
    | st.builds(lambda piece, times: piece * times, pieces, st.sampled_from([30, 300, 4000]))
    | st.text(max_size=4000)
)
"""Any text of up to 4,000 characters and a little more."""

_value = (
    st.sampled_from(["emea", "ann@example.com", "4711", "#4712", "me", f"<@{EVE}>", "2026-11-01", "0", "3"])
    | st.sampled_from([*Status, *TASK_TYPES, *SPANS])
    | st.text(max_size=8)
    | pieces
)
_quoted = st.builds("{0}{1}{2}".format, st.sampled_from('"“„'), _value, st.sampled_from('"”'))
_named = st.builds(
    "{}:{}".format,
    st.sampled_from(
        ["status", "type", "group", "by", "account", "id", "from", "to", "rows", "page", "GROUP"]
    ),
    _value | _quoted,
)
_role = st.sampled_from(["viewer", "operator", "admin", "none", "Operator", "boss"])
_word = _value | _quoted | _named | _role | st.sampled_from(["everyone", "denied", "held", "cards", "table"])
_verb = st.sampled_from(sorted({*VERBS, *ACCOUNT_VERBS, ""}))
valid = st.builds(lambda verb, rest: " ".join([verb, *rest]), _verb, st.lists(_word, max_size=5))
"""Commands by the grammar of both: verbs, filters, names, roles."""


_TWICE = "the rest twice"
_odd = pieces | st.just("") | st.just(_TWICE)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A command with a few of its characters lost, doubled, or replaced by something odd."""
    text = draw(valid)
    for _ in range(draw(st.integers(1, 3))):
        where = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 3))
        odd = draw(_odd)
        text = text[:where] + (text[where:] * 2 if odd is _TWICE else odd) + text[where + length :]
    return text


commands = valid | mutated() | junk

_THERE = {"4711": "1", "4712": "2", "ann@example.com": "emea0", "@ben": "<@U0BEN>"}
"""What stands in the help, and what of that kind the stage has."""


def usages() -> list[tuple[str, str]]:
    """The command and the text of each line of the help, and of each verb alone."""
    found = dict.fromkeys(("/tasks", verb) for verb in VERBS)
    for verbs in (VERBS, ACCOUNT_VERBS, PROXY_VERBS):
        for usage in (usage for verb in verbs.values() for usage in verb.usages):
            command, _, text = usage.typed.partition(" ")
            found[command, " ".join(_THERE.get(word, word) for word in text.split())] = None
    return list(found)
