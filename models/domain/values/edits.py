"""Other parameters for tasks: what is asked for, and what came of it. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

from models.domain.lifecycle import Status


@dataclass(frozen=True, kw_only=True)
class EditedTask:
    """A task as the form for its parameters shows it."""

    id: int
    account_id: int
    type: str
    status: Status
    params: Mapping[str, str]
    version: str


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Other parameters for tasks that a form has shown."""

    versions: Mapping[int, str]  # by task, as it was shown: one that is another by now is left alone
    changes: Mapping[str, str]  # only what was changed
    by: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class Edited:
    """What came of an edit."""

    waiting: tuple[int, ...] = ()  # tasks changed in their place
    operation: int | None = None  # the re-execution of those that were over
    notify: tuple[int, ...] = ()  # its tasks
    running: tuple[int, ...] = ()  # tasks that ran already when they were shown, so that they are left alone
    left_alone: tuple[int, ...] = ()  # tasks that went on, or that somebody else changed, meanwhile

    def __bool__(self) -> bool:
        return bool(self.waiting or self.notify)


def version(attempt: int, fence: int, params: Mapping[str, str]) -> str:
    """What changes with every claim, every new attempt and every edit of a task."""
    written = json.dumps(dict(params), sort_keys=True)
    return f"{attempt}.{fence}.{crc32(written.encode()):08x}"
