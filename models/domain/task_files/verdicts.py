"""What would become of each line of a list of tasks. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum

from models.domain.account_files.header import plain_name
from models.domain.task_files.line import ACCOUNT, TYPE, Line, TaskList
from models.domain.task_files.templates import filled
from models.domain.task_types import TASK_TYPES, TaskType
from models.domain.text import folded
from models.domain.values.batches.requests import WantedTask

_SHOWN = 60  # characters of a cell that a sentence repeats
_TYPES = {plain_name(word): kind.id for kind in TASK_TYPES.values() for word in (kind.label, kind.id)}


class Verdict(Enum):
    """What would become of a line: its stored word, what it is called, and whether it can be created all the same.

    In the order in which they are asked: a line has the first that is true of it.
    """

    UNREADABLE = "unreadable", "cannot be used", False
    UNKNOWN = "unknown", "unknown account", False
    NO_RIGHT = "no_right", "not in your groups", False
    TWICE = "twice", "in the list twice", False
    SAME_NAME = "same_name", "made before under this name", True
    HELD = "held", "account on hold", True
    NO_PROXY = "no_proxy", "no proxy", True
    WAITING = "waiting", "waits or runs already", True
    FINE = "fine", "ready", True

    def __init__(self, word: str, label: str, is_possible: bool) -> None:  # noqa: FBT001 - of the rows above
        self.word, self.label, self.is_possible = word, label, is_possible


@dataclass(frozen=True, kw_only=True)
class KnownAccount:
    """What is known of an account that a line names."""

    id: int
    login: str
    group: str
    held: str = ""  # why it is on hold; empty: it is not
    dry: str = ""  # why it has no way out; empty: it has one
    under_way: frozenset[str] = frozenset()  # the types of its tasks that wait or run
    made: frozenset[tuple[str, str]] = frozenset()  # (type, folded name) of what its tasks have made, or will


@dataclass(frozen=True, kw_only=True)
class Known:
    """The accounts that a list names, by the names as they stand there."""

    accounts: Mapping[str, KnownAccount] = field(default_factory=dict[str, KnownAccount])
    near: Mapping[str, str] = field(default_factory=dict[str, str])  # of an unknown name, the nearest login


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One line with its verdict."""

    line: Line
    verdict: Verdict
    why: str = ""  # a sentence; empty: it is fine
    task: WantedTask | None = None  # what would be created; None: it cannot be
    login: str = ""  # of the account that is meant, if there is one


def judged(tasks: TaskList, known: Known, may_create: Callable[[str], bool]) -> tuple[Judged, ...]:
    """Each line with its verdict, in the list's order; ``may_create``: whether its person may, in a group of accounts."""
    seen = dict[tuple[int, str, str], int]()
    return tuple(
        _judged(line, n, tasks.type, known, may_create, seen) for n, line in enumerate(tasks.lines, 1)
    )


def name_of(kind: TaskType, params: Mapping[str, str]) -> str:
    """The folded name of what a type that is done once would make; empty for the others."""
    if kind.repeatable:
        return ""
    return folded(next((params.get(p.name, "") for p in kind.parameters if p.kind == "text"), ""))


def type_meant(typed: str) -> str:
    """The id of a task type, by its label or id; raise ValueError with a sentence."""
    plain = plain_name(typed)
    if plain in _TYPES:
        return _TYPES[plain]
    near = get_close_matches(plain[:_SHOWN], list(_TYPES), n=1)
    hint = f" Did you mean {_TYPES[near[0]]}?" if near else f" There are {', '.join(TASK_TYPES)}."
    raise ValueError(f"{typed[:_SHOWN]!r} is not a task type.{hint}")


def _judged(
    line: Line, n: int, default: str, known: Known, may_create: Callable[[str], bool],
    seen: dict[tuple[int, str, str], int],
) -> Judged:  # fmt: skip
    named = line.cells.get(ACCOUNT, "")
    account = known.accounts.get(named)
    if line.why or not named:
        return Judged(line=line, verdict=Verdict.UNREADABLE, why=line.why or "account is empty.")
    if account is None:
        return Judged(line=line, verdict=Verdict.UNKNOWN, why=_unknown(named, known.near.get(named, "")))
    if not may_create(account.group):
        why = f"You may not create tasks in the group {account.group}."
        return Judged(line=line, verdict=Verdict.NO_RIGHT, why=why, login=account.login)
    try:
        task = _task(line, n, default, account)
    except ValueError as error:
        return Judged(line=line, verdict=Verdict.UNREADABLE, why=str(error), login=account.login)
    verdict, why = _standing(task, account, line.number, seen)
    return Judged(
        line=line, verdict=verdict, why=why, task=task if verdict.is_possible else None, login=account.login
    )


def _unknown(named: str, near: str) -> str:
    hint = f" Did you mean {near}?" if near else ""
    return f"There is no account {named[:_SHOWN]}.{hint}"


def _task(line: Line, n: int, default: str, account: KnownAccount) -> WantedTask:
    """What a line asks for; raise ValueError with all that is wrong with it."""
    if not (typed := line.cells.get(TYPE, default)):
        raise ValueError("type is empty.")
    kind = TASK_TYPES[type_meant(typed)]
    own = {"login": account.login, "n": str(n), "group": account.group}
    given = {name: cell for name, cell in line.cells.items() if name not in {ACCOUNT, TYPE}}
    params, refusals = kind.check({name: filled(cell, own) for name, cell in given.items()})
    if refusals:
        raise ValueError(" ".join(refusals.values()))
    return WantedTask(account_id=account.id, type=kind.id, params=params)


def _standing(
    task: WantedTask, account: KnownAccount, number: int, seen: dict[tuple[int, str, str], int]
) -> tuple[Verdict, str]:
    """What stands against a task that can be created."""
    kind = TASK_TYPES[task.type]
    name = name_of(kind, task.params)
    first = seen.setdefault((account.id, task.type, name or str(sorted(task.params.items()))), number)
    if first != number:
        return Verdict.TWICE, f"Row {first} asks for the same."
    if name and (task.type, name) in account.made:
        return (
            Verdict.SAME_NAME,
            f"{kind.label}: an earlier task has made one of this name there, or may have.",
        )
    if account.held:
        return Verdict.HELD, f"The account is on hold: {account.held}"
    if account.dry:
        return Verdict.NO_PROXY, account.dry
    if task.type in account.under_way:
        return Verdict.WAITING, f"A task of this type waits or runs there already: {kind.label}."
    return Verdict.FINE, ""


def chosen(lines: Sequence[Judged], also: frozenset[str] = frozenset()) -> tuple[WantedTask, ...]:
    """The tasks to create: of the lines that are fine, and of those whose verdict's word is among ``also``."""
    return tuple(one.task for one in lines if one.task and is_chosen(one, also))


def is_chosen(one: Judged, also: frozenset[str]) -> bool:
    """Whether this line is created, where the verdicts whose words are among ``also`` are ticked."""
    return one.task is not None and (one.verdict is Verdict.FINE or one.verdict.word in also)
