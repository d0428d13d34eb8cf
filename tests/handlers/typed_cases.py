"""Commands as keyboards, clipboards and Slack make them, each with what was meant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A kind, a command, the words that are meant, and how they arrive."""

    kind: str
    command: str
    meant: str
    arrives: str

    def __str__(self) -> str:
        return f"{self.kind} {self.command} {self.arrives!a}"


_ANN = "ann1@example.com"
_LINK = f"<mailto:{_ANN}|{_ANN}>"
ROWS = (
    Row("links", "/accounts", _ANN, _LINK),
    Row("links", "/accounts", f"hold {_ANN} away", f"hold {_LINK} away"),
    Row("links", "/tasks", f"account:{_ANN}", f"account:{_LINK}"),
    Row("dashes", "/tasks", "from:2026-11-01", "from:2026\u201311\u201301"),
    Row("dashes", "/tasks", "from:2026-11-01", "from:2026\u201111\u201101"),
    Row("quotes", "/tasks", 'group:"emea"', "group:\u2018emea\u2019"),
    Row("quotes", "/tasks", 'group:"emea"', "group:\u00abemea\u00bb"),
    Row("invisible", "/accounts", _ANN, f"{_ANN}\u200e"),
    Row("invisible", "/accounts", _ANN, f"\u202a{_ANN}\u202c"),
    Row("invisible", "/tasks", "waiting", "\u200bwaiting"),
    Row("invisible", "/tasks", "waiting", "waiting\u200b"),
    Row("invisible", "/tasks", "from:2026-11-01", "\u200bfrom:2026-11-01"),
    Row("invisible", "/tasks", "from:2026-11-01", "from:2026-11-01\u200b"),
    Row("wide", "/tasks", "status:waiting", "status\uff1awaiting"),
    Row("wide", "/tasks", "4711", "\uff14\uff17\uff11\uff11"),
    Row("wide", "/tasks", "cancel 4711,4712", "cancel \uff14\uff17\uff11\uff11\uff0c\uff14\uff17\uff11\uff12"),
    Row("markup", "/tasks", "waiting", "*waiting*"),
    Row("markup", "/tasks", "waiting", "_waiting_"),
    Row("markup", "/tasks", "waiting", "`waiting`"),
    Row("markup", "/accounts", _ANN, f"`{_ANN}`"),
    Row("case", "/accounts", _ANN, "Ann1@Example.com"),
)  # fmt: skip
