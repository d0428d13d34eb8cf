"""Small pure functions that format values as text."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.domain.conversations import PERSON_ID

_UTC = ZoneInfo("UTC")
NOTHING = "–"  # an empty table cell is refused


def escape(text: str) -> str:
    """Make any text inert in Slack's markup: no mention, no link, no ``<!channel>``.

    >>> escape("<!channel> & <@U1>")
    '&lt;!channel&gt; &amp; &lt;@U1&gt;'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(text: str, most: int) -> str:
    """At most ``most`` characters; what is cut is marked.

    >>> clip("abcdef", 4), clip("abc", 4)
    ('abc…', 'abc')
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def sentence(words: str) -> str:
    """A reason as a whole sentence of mrkdwn: "wrong password: refused" becomes "Wrong password: refused."."""
    said = escape(clip(words, 500))
    return said[:1].upper() + said[1:] + ("" if said.endswith(".") else ".")


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "task"), count(3, "task"), count(2, "reply", "replies")
    ('1 task', '3 tasks', '2 replies')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def duration(length: timedelta) -> str:
    """A length of time in its two largest units.

    >>> [duration(timedelta(seconds=s)) for s in (4, 75, 3725, 90000)]
    ['4 s', '1 min 15 s', '1 h 2 min', '1 d 1 h']
    """
    seconds = max(0, round(length.total_seconds()))
    units = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
    parts: list[str] = []
    for unit, size in units:
        amount, seconds = divmod(seconds, size)
        if amount or (unit == "s" and not parts):
            parts.append(f"{amount} {unit}")
    return " ".join(parts[:2])


def data_size(count: int) -> str:
    """An amount of bytes as providers of proxies count them, in thousands.

    >>> [data_size(n) for n in (0, 1, 340_200, 999_999, 1_240_000, 12_600_000_000)]
    ['0 kB', '1 kB', '341 kB', '1,000 kB', '1.2 MB', '12.6 GB']
    """
    for unit, size in (("GB", 10**9), ("MB", 10**6)):
        if count >= size:
            return f"{count / size:,.1f} {unit}"
    return f"{-(-count // 1000):,} kB"


def moment(at: datetime | None, *, zone: ZoneInfo | None, now: datetime) -> str:
    """A moment in ``zone``, with the year only if it is not this one. None: markup that Slack shows in each reader's zone."""
    if at is None:
        return NOTHING
    if zone is None:
        in_utc = moment(at, zone=_UTC, now=now)
        return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}, {{time}}|{in_utc} UTC>"
    local = at.astimezone(zone)
    year = "" if local.year == now.astimezone(zone).year else f" {local.year}"
    return f"{local.day} {local:%b}{year}, {local:%H:%M}".replace(
        " ", "\u00a0"
    )  # no line break within a cell


def clock(at: datetime, *, zone: ZoneInfo) -> str:
    """The time of day in the reader's zone, to the second."""
    return f"{at.astimezone(zone):%H:%M:%S}"


def slack_time(at: datetime) -> str:
    """A time of day as markup that Slack shows in each reader's zone."""
    return f"<!date^{int(at.timestamp())}^{{time_secs}}|{at:%H:%M:%S} UTC>"


def escape_words(text: str) -> str:
    """Filter words as markup: mentions of people live, everything else inert.

    >>> escape_words('by:<@U0ANA> group:"<!channel>"')
    'by:<@U0ANA> group:"&lt;!channel&gt;"'
    """
    return re.sub(rf"(?<!\S)(by|for|owner):&lt;@({PERSON_ID})&gt;", r"\1:<@\2>", escape(text))
