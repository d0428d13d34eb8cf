"""Normalises typed text before it is parsed: undoes what keyboards, clipboards and Slack made of it. Pure.

``plain`` is for every text, names and sentences too: links, entities, invisible characters. ``split`` goes on to the
words of a command: markup around them, full-width characters, dashes and quotes. Both done twice are done once. What
follows a backslash stays, and so does what is between quotes, but for what ``plain`` takes away.
"""

import re
import unicodedata

from models.domain.text import draws_nothing, is_dash, keepable, narrowed

_LINKED = 4  # times as long as it was typed may a command be as Slack writes it: an address becomes a link
DOUBLE = "“”„‟″＂«»‹›「」『』❝❞〝〞〟"
_SINGLE = "'‘’‚‛"
_MARKS, _PAIRED = "*_~`", "*~`"  # a name may well begin with an underscore, and the next one end with one
_COLONS, _COMMAS = "∶︓", "、،"
_ORDINARY = re.compile(r"(?:[A-Za-z0-9 .,:;#@/+=%?!()$|-]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))*")
_SETTLED = re.compile(r"[\x00-\x26\x28\x29\x2b-\x5e\x61-\x7d]*")  # a word without marks and single quotes
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SLACK = re.compile(
    r"\\."
    r"|<(?P<scheme>[a-z][a-z0-9+.-]{1,20}):(?P<address>[^<>|\s]*)(?:\|(?P<label>[^<>]*))?>"
    r"|<#[A-Z0-9]{1,50}\|(?P<channel>[^<>|]+)>"
    r"|&(?:amp;)*(?P<entity>amp|lt|gt);",
    re.DOTALL | re.IGNORECASE,
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_NAMED = re.compile(r"<(?:@[A-Z0-9]{1,50}\|@?|!subteam\^[A-Z0-9]{1,50}\|@?)([^<>|]+)>")
_SMART = re.compile(rf"\\.|[{DOUBLE}]", re.DOTALL)
_IN_SINGLE = re.compile(
    rf'\\.|"(?:\\.|[^"\\])*"|(?<![^\s:,])[{_SINGLE}](?P<inner>[^"\\]{{0,300}}?[^"\\\s])[{_SINGLE}](?![^\s,])',
    re.DOTALL,
)
_WORD = re.compile(r'(?P<closed>[^\s"]*"(?:\\.|[^"\\])*")|\S+', re.DOTALL)
_PLAIN = re.compile(r"\S+")
_JOINERS, _SELECTORS = "\u200c\u200d", "\ufe0e\ufe0f"
_FLAG, _KEYCAP = "\U0001f3f4", "\u20e3"


def plain(text: str) -> str:
    """The text without Slack's links and entities, and without characters that nobody sees.

    A link is what was typed, an address is itself; a mention stays. A joiner stays between what it joins.

    >>> plain("hold <mailto:ann@example.com|ann@example.com> &amp; <http://site.example|site.example>\\u200e")
    'hold ann@example.com & site.example'
    """
    if _ORDINARY.fullmatch(text):
        return text
    text = keepable(text)
    while (better := _seen(_SLACK.sub(_unwrapped, text))) != text:
        text = better
    return text


def split(text: str, most: int | None = None, *, longest: int = 2000) -> list[str]:
    """The words of a command's first ``longest`` characters. After ``most`` of them the rest is one, plain but as typed.

    >>> split("‘status’：waiting *group:“north america”* from:2026–11–01")
    ['status:waiting', 'group:"north america"', 'from:2026-11-01']
    """
    text = _without_marks(plain(text[: _LINKED * longest])[:longest].strip())
    if _ORDINARY.fullmatch(text):
        return text.split(maxsplit=-1 if most is None else most)
    words, tail = _words(text, most)
    while (again := _words(_without_marks(plain(" ".join(words))), None)[0]) != words:
        words = again
    return [*words, *tail]


def name(text: str) -> str:
    """One name or number from a field of a form, as a word of a command would be understood."""
    words = split(text)
    return unquoted(words[0]) if len(words) == 1 else plain(text).strip()


def as_name(word: str) -> str:
    """A name, not in quotes, that Slack took for somebody: ``@ann`` was typed, a mention of the user ``ann`` arrived."""
    return word if word.startswith('"') else _NAMED.sub(r"@\1", word)


def quoted(value: str) -> str:
    """The value as one word that ``split`` leaves alone: in quotes, and with backslashes, where it needs them."""
    if (
        not re.search(r'[\s"\\,]', value)
        and as_name(value) == value
        and split(f"x:{value}") == [f"x:{value}"]
    ):
        return value
    short = _in_quotes(value, altered=False)
    return short if plain(short) == short else _in_quotes(value, altered=True)


def _in_quotes(value: str, *, altered: bool) -> str:
    return '"' + "".join(f"\\{char}" if _is_lost(char, altered=altered) else char for char in value) + '"'


def unquoted(word: str) -> str:
    """The value that ``quoted`` wrote; without stray quotes if it has no pair."""
    if len(word) > 1 and word[0] == word[-1] == '"':
        return re.sub(r"\\(.)", _unescaped, word[1:-1], flags=re.DOTALL)
    return word.replace('"', "").strip()


def _unescaped(match: re.Match[str]) -> str:
    return match[1] if _is_lost(match[1], altered=True) else match[0]


def _is_lost(char: str, *, altered: bool) -> bool:
    """Whether a character between quotes needs a backslash to stay; ``altered``: where some would not without one."""
    if char in '"\\<' or char in DOUBLE:
        return True
    return altered and (char == "&" or _vanishes(char) or (char.isspace() and not char.isascii()))


def _unwrapped(match: re.Match[str]) -> str:
    if match["channel"]:
        return f"#{match['channel']}"
    if match["entity"]:
        return _ENTITIES[match["entity"].lower()]
    if not match["scheme"]:
        return match[0]
    scheme, label = match["scheme"].lower(), match["label"] or ""
    if scheme == "mailto":
        return label if "@" in label else match["address"]
    if scheme == "tel":
        return label or match["address"]
    return label or f"{match['scheme']}:{match['address']}"


def _seen(text: str) -> str:
    """The text without what nobody sees, with ordinary blanks."""
    if text.isascii() and not _CONTROL.search(text):
        return text
    kept: list[str] = []
    escaped = False
    for at, char in enumerate(text):
        if escaped or not _vanishes(char):
            kept.append(" " if char.isspace() and not escaped and char not in "\t\n\v\f\r" else char)
        elif _joins(char, kept[-1] if kept else "", text[at + 1 : at + 2]):
            kept.append(char)
        escaped = char == "\\" and not escaped
    return "".join(kept)


def _vanishes(char: str) -> bool:
    return draws_nothing(char) or (unicodedata.category(char) == "Cc" and not char.isspace())


def _joins(char: str, before: str, after: str) -> bool:
    """Whether it makes one sign of its neighbours, or another sign of the one before: then it is seen."""
    if not before or before.isascii():
        return bool(before) and char in _SELECTORS and after == _KEYCAP
    if char in _JOINERS:
        joined = bool(after) and not (after.isascii() or after.isspace() or _vanishes(after))
        return joined and not before.isspace()
    if char in _SELECTORS:
        return not before.isspace() and before not in _JOINERS + _SELECTORS
    return _is_tag(char) and (before == _FLAG or _is_tag(before))


def _is_tag(char: str) -> bool:
    return "\U000e0020" <= char <= "\U000e007f"


def _without_marks(text: str) -> str:
    """A text that is bold or code as a whole, without that."""
    while len(text) > 2 and text[0] in _PAIRED and text[0] == text[-1]:  # noqa: PLR2004 - something between two
        inner = text.strip(text[0])
        if not inner or text[0] in inner:
            break
        text = inner.strip()
    return text


def _words(text: str, most: int | None) -> tuple[list[str], list[str]]:
    """(the words, at most so many; what follows them, or nothing)."""
    marked = _IN_SINGLE.sub(_doubled, _SMART.sub(lambda match: '"' if len(match[0]) == 1 else match[0], text))
    found: list[str] = []
    pattern, at = _WORD, 0
    while (most is None or len(found) < most) and (match := pattern.search(marked, at)):
        found.append(match[0])
        at = match.end()
        if not match.lastgroup and '"' in match[0]:
            pattern = _PLAIN  # where one quote is not closed, none behind it is: each would be looked for to the end
    tail = text[at:].strip()
    _unpair(found)
    return [word for part in found if (word := _word(part))], [tail] if tail else []


def _doubled(match: re.Match[str]) -> str:
    return f'"{match["inner"]}"' if match["inner"] else match[0]


def _unpair(words: list[str]) -> None:
    """Take off a mark that opens at one word and closes at a later one."""
    opened: dict[str, int] = {}
    for at, word in enumerate(words):
        if (word[-1] in opened and word[0] != word[-1]) or word in opened:
            first = opened.pop(word[-1])
            words[first], words[at] = words[first][1:], word[:-1]
        elif word[0] in _PAIRED and word[-1] != word[0]:
            opened.setdefault(word[0], at)


def _word(part: str) -> str:
    """One word in its ordinary form; what is between quotes stays."""
    if _SETTLED.fullmatch(part):
        return part
    head, quote, rest = part.partition('"')
    if quote and rest.endswith('"') and "\\" not in head:
        return _bare(head, edges="") + quote + rest
    return _bare(part, edges=_SINGLE[1:])


def _bare(part: str, *, edges: str) -> str:
    folded = part if part.isascii() else "".join(map(_folded, part))
    return "".join(_peeled(piece, edges) for piece in re.split("([:,])", _peeled(folded, edges)))


def _peeled(piece: str, edges: str) -> str:
    """Without quotes around it and marks, however many: peeled off one at each reading they would hold up others."""
    while (inner := _unmarked(piece.strip(edges) if edges else piece)) != piece:
        piece = inner
    return piece


def _folded(char: str) -> str:
    if is_dash(char):
        return "-"
    if char in _COLONS:
        return ":"
    return "," if char in _COMMAS else narrowed(char)


def _unmarked(piece: str) -> str:
    while len(piece) > 2 and piece[0] in _MARKS and piece[0] == piece[-1]:  # noqa: PLR2004 - something between two
        piece = piece[1:-1]
    return piece
