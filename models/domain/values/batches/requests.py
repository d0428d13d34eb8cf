"""What is asked for: tasks on accounts or of a list, and what follows on them. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The task type that follows on each account whose task ended *done*."""

    type: str
    params: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class WantedTask:
    """One task that a line of a list asks for."""

    account_id: int
    type: str
    params: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, kw_only=True)
class BatchRequest:
    """What a person or a schedule asked for: one task type on some accounts, or a list of tasks."""

    type: str
    account_ids: tuple[int, ...]
    params: dict[str, str] = field(default_factory=dict[str, str])
    by: str
    why: str = ""
    channel: str
    then: NextStep | None = None
    run_id: int | None = None  # of the schedule that asks
    spread: int = 0  # minutes over which its tasks become due, one after another
    items: tuple[WantedTask, ...] = ()  # of a list; then the type is that of all of them, or empty

    @classmethod
    def of_list(cls, items: Sequence[WantedTask], *, by: str, why: str, channel: str) -> Self:
        """What a list of tasks asks for."""
        types = {item.type for item in items}
        return cls(
            type=next(iter(types)) if len(types) == 1 else "",
            account_ids=tuple(dict.fromkeys(item.account_id for item in items)),
            by=by,
            why=why,
            channel=channel,
            items=tuple(items),
        )

    @property
    def size(self) -> int:
        """How many tasks it asks for."""
        return len(self.items) or len(self.account_ids)

    @property
    def types(self) -> Mapping[str, int]:
        """The task types it asks for, with how many tasks of each, most first."""
        if not self.items:
            return {self.type: len(self.account_ids)}
        return dict(Counter(item.type for item in self.items).most_common())

    @property
    def all_types(self) -> tuple[str, ...]:
        """The task types of both steps: a second person's yes covers both."""
        return tuple(dict.fromkeys((*self.types, *([self.then.type] if self.then else []))))
