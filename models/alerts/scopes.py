"""Of which tasks an alert or a digest is: a filter's groups, types and operation users, stored and compared."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.domain.alerting.kinds import SCOPE
from models.domain.filters import TaskFilter

IN_SCOPE = (
    "(:any_group = 1 OR g.name IN (:groups)) AND (:any_type = 1 OR t.type IN (:types)) "
    "AND (:any_user = 1 OR t.operation_user IN (:users))"
)
"""A condition on tasks ``t`` of account groups ``g``; its values are those of ``values``."""


def pack(scope: TaskFilter) -> dict[str, list[str]]:
    """As it is stored."""
    return {name: list(getattr(scope, name)) for name in SCOPE if getattr(scope, name)}


def unpack(stored: Mapping[str, Sequence[str]]) -> TaskFilter:
    """The inverse of ``pack``."""
    given: dict[str, Any] = {name: tuple(stored[name]) for name in SCOPE if name in stored}
    return TaskFilter(**given)


def values(scope: TaskFilter) -> dict[str, Any]:
    """For ``IN_SCOPE``."""
    return {
        "any_group": int(not scope.groups), "groups": scope.groups,
        "any_type": int(not scope.types), "types": scope.types,
        "any_user": int(not scope.users), "users": scope.users,
    }  # fmt: skip
