"""The conditions of a filter: one row says how each is typed, chosen in the form, looked up and counted. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from models.domain.filters import TaskFilter
from models.domain.lifecycle import LoginStatus, Status
from models.domain.permissions import ALL_GROUPS, EVERYONE, Role
from models.domain.task_types import TASK_TYPES
from models.domain.text import folded
from models.domain.triage.outcome import FAILED, Outcome
from models.domain.triage.titles import TITLES

LONGEST_ACCOUNT, LONGEST_GROUP = 255, 100  # characters
_LONGEST_ID = 10  # digits
_SHOWN = 50  # characters of a refused name that are repeated


class Kind(StrEnum):
    """What a condition's value is, and so how it is read, written and chosen."""

    SPAN = (
        "span"  # the last so many days, hours or minutes, typed without the condition's name; or since a time
    )
    DAY = "day"  # or a time of a day
    CHOICES = "choices"  # several values of a few
    GROUPS = "groups"  # groups of accounts, looked up in the form as one types
    PEOPLE = "people"  # Slack user ids
    PERSON = "person"  # one Slack user id
    NAME = "name"  # as it stands in the table, exactly
    NUMBER = "number"  # of a task or a batch


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition: ``name`` is the field of TaskFilter that has its value; an empty one always holds."""

    name: str
    word: str  # typed before the colon; the form's block
    kind: Kind
    label: str  # in the form
    help: str = ""  # in /tasks help; ``{values}`` stands for them
    example: str = ""  # a value
    hint: str = ""  # under the form's field
    place: int  # in the form, from the top; 0: it stands under the lists of failures, and not in the form
    values: Callable[[], Mapping[str, str]] = dict[str, str]  # the few there are: value to label
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Words for several of the values, typed alone or as a value."""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Other words typed before the colon, and the values that may follow; none: any."""
    noun: str = ""  # what a number is of
    longest: int = 0  # characters
    column: str = ""  # how the ORM compares it; empty: ``models.tasks.pages`` has a look-up of its own
    counted: bool = False  # whether the kept counts say how many tasks match

    @property
    def usage(self) -> str:
        """What help says of it; empty where another condition's line says it all."""
        return self.help.replace("{values}", " ".join(f"`{value}`" for value in self.values()))


SPANS = {"today": "Today", "yesterday": "Yesterday", "1w": "One week", "30d": "Thirty days"}


def _labels(*those: Status | Outcome | LoginStatus) -> Callable[[], Mapping[str, str]]:
    return lambda: {one: one.label for one in those}


def _types() -> Mapping[str, str]:
    return {kind.id: kind.label for kind in TASK_TYPES.values()}


CONDITIONS = (
    Condition(
        name="statuses",
        word="status",
        kind=Kind.CHOICES,
        label="Execution status",
        help="`status:` {values} (several are allowed: `status:waiting,executing`)",
        example="waiting",
        place=6,
        values=_labels(*Status),
        column="status__in",
        counted=True,
    ),
    Condition(
        name="outcomes",
        word="outcome",
        kind=Kind.CHOICES,
        label="Outcome",
        help="`failed`: over and not done; or `outcome:` {values}, `needs:person`, `needs:fix`",
        example="person",
        place=10,
        values=_labels(*Outcome),
        several={"failed": FAILED},
        also={"needs": (Outcome.PERSON, Outcome.FIX)},
        column="outcome__in",
        counted=True,
    ),
    Condition(
        name="logins", word="login", kind=Kind.CHOICES, label="Login status", help="`login:` {values}",
        example="checkpoint", place=11, values=_labels(*LoginStatus), column="login_status__in",
    ),
    Condition(
        name="causes", word="cause", kind=Kind.CHOICES, label="Cause",
        help="`cause:proxy_timeout`: why it failed; *Show* under `/tasks failed` writes it", example="proxy_timeout",
        place=0, values=lambda: TITLES, column="cause__in",
    ),
    Condition(
        name="types",
        word="type",
        kind=Kind.CHOICES,
        label="Task type",
        help="`type:` {values}",
        example="check",
        place=5,
        values=_types,
        column="type__in",
        counted=True,
    ),
    Condition(
        name="span",
        word="span",
        kind=Kind.SPAN,
        label="Create time",
        help="{values} `12h` `90m` `since:18:00` or `from:2026-11-01 to:2026-11-07T18:00`: when the task was created",
        example="18:00",
        place=1,
        values=lambda: SPANS,
        also={"since": ()},
        counted=True,
    ),
    Condition(
        name="since", word="from", kind=Kind.DAY, label="From", example="2026-11-01", place=2, counted=True
    ),
    Condition(
        name="until", word="to", kind=Kind.DAY, label="To", example="2026-11-07",
        hint="From and To make a period.", place=3, counted=True,
    ),
    Condition(
        name="groups",
        word="group",
        kind=Kind.GROUPS,
        label="Group",
        help='`group:emea`, `group:emea,apac` or `group:"north america"`',
        example="emea",
        place=4,
        longest=LONGEST_GROUP,
        counted=True,
    ),
    Condition(
        name="users", word="by", kind=Kind.PEOPLE, label="Operation user",
        help="`by:me` or `by:@somebody`: the operation user", example="me", place=7,
        column="operation_user__in", counted=True,
    ),
    Condition(
        name="mine", word="for", kind=Kind.PERSON, label="Operation user or owner", example="me", place=12,
        help="`for:me` or `for:@somebody`: the operation user, or the owner of the account",
    ),
    Condition(
        name="account", word="account", kind=Kind.NAME, label="Account ID",
        help="`account:100012345`: the login or the user id, exactly", example="100012345",
        hint="The login or the user id, exactly.", place=8, longest=LONGEST_ACCOUNT,
    ),
    Condition(
        name="batch", word="batch", kind=Kind.NUMBER, noun="batch", label="Batch", example="12", place=13,
        help="`batch:12`: created by this batch, or among the tasks of this operation", hint="Its number.",
        longest=_LONGEST_ID,
    ),
    Condition(
        name="task_id", word="id", kind=Kind.NUMBER, noun="Task ID", label="Task ID",
        help="`id:4711`: the Task ID, exactly", example="4711", hint="The number, exactly.", place=9,
        longest=_LONGEST_ID, column="id",
    ),
)  # fmt: skip
"""In the order in which a filter's words are written."""


_ALL = frozenset({ALL_GROUPS, EVERYONE, "all", "any", "all groups", "everything", "none", "me", "denied"})
_MENTION = re.compile(r"(?:<|&lt;)?@|(?:<|&lt;)!subteam")  # of a person or a user group


def group_refusal(name: str) -> str:
    """Why no new group of accounts may have this name: where groups are typed it would be read as something else.

    Empty when it may. Case, width and invisible characters make no difference.
    """
    read = folded(name)
    words = (
        {word.name.lower() for word in Role}
        | {word for condition in CONDITIONS for word in (condition.word, *condition.also, *condition.several)}
        | {*SPANS, *Status}
    )
    if not read:
        return "A group's name needs characters that can be seen."
    typed = ":" in read and read.partition(":")[0] in words
    if read in _ALL | words or typed or _MENTION.match(read):
        return f"No group may be called {name[:_SHOWN]!r}: that word means something else in commands. Choose another name."
    return ""


def in_force(wanted: TaskFilter) -> set[str]:
    """The fields of a filter that ask for something."""
    return {each.name for each in fields(wanted) if getattr(wanted, each.name) not in ("", None, ())}


def is_counted(wanted: TaskFilter) -> bool:
    """Whether the kept counts know every condition in force; one they do not cover, they do not know."""
    return in_force(wanted) <= {condition.name for condition in CONDITIONS if condition.counted}
