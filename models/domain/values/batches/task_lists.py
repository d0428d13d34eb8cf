"""Lists of tasks as they are kept and created, and what the tasks of a batch are, all together. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.domain.task_files.line import TaskList


@dataclass(frozen=True, kw_only=True)
class ListDetail:
    """A list of tasks that somebody looks at, or has asked for."""

    id: int
    by: str
    channel: str  # of the batch's message
    why: str
    tasks: TaskList
    batch: int | None = None  # once it is confirmed


@dataclass(frozen=True, kw_only=True)
class CreatedList:
    """What came of a list of tasks."""

    batch: int
    tasks: tuple[int, ...]  # their ids, in the list's order
    has_rest: bool = False  # lines were not created: they come back as a file


@dataclass(frozen=True, kw_only=True)
class AskedTasks:
    """What a batch's tasks are, all together."""

    types: Mapping[str, int] = field(default_factory=dict[str, int])  # with how many tasks, most first
    params: Mapping[str, str] = field(
        default_factory=dict[str, str]
    )  # of all of them; none where they differ
    differ: bool = False  # the parameters of tasks of one type

    @property
    def type(self) -> str:
        """The task type, or empty where there are several."""
        return next(iter(self.types)) if len(self.types) == 1 else ""
