"""The views that everybody has from the start. Nobody can delete them, and no channel's view has their name; one's own takes their place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.domain.filters import ListState, TaskFilter
from models.domain.text import folded
from models.domain.triage.outcome import FAILED, Outcome


@dataclass(frozen=True, kw_only=True)
class GivenView:
    """One of them. ``key`` is never a number: saved views have those."""

    key: str
    name: str
    of: Callable[[str], TaskFilter]  # for the person who looks

    def state(self, me: str) -> ListState:
        return ListState(filter=self.of(me))


NEEDS_ME = GivenView(
    key="needs_me", name="Needs me", of=lambda me: TaskFilter(outcomes=(Outcome.PERSON,), mine=me)
)
_GIVEN = (
    NEEDS_ME,
    GivenView(
        key="failed_today", name="Failed today", of=lambda _: TaskFilter(outcomes=FAILED, span="today")
    ),
)


def given(own: Sequence[str]) -> list[GivenView]:
    """Those whose names none of somebody's own views has."""
    taken = {folded(name) for name in own}
    return [view for view in _GIVEN if folded(view.name) not in taken]


def is_given(name: str) -> bool:
    """Whether one of them has this name, however it is written."""
    return folded(name) in {folded(view.name) for view in _GIVEN}


def by_key(key: str) -> GivenView | None:
    return next((view for view in _GIVEN if view.key == key), None)
