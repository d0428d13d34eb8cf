"""Rows read without their large or secret columns, unless a statement asks for those."""

from typing import Any

from tortoise.manager import Manager
from tortoise.queryset import QuerySet


class _Light(QuerySet[Any]):
    """Reads some columns, as ``only`` says; columns asked for by name are read instead of those."""

    def values(self, *columns: str, **named: str) -> Any:
        return QuerySet.values(self._named(), *columns, **named)

    def values_list(self, *columns: str, flat: bool = False) -> Any:
        return QuerySet.values_list(self._named(), *columns, flat=flat)

    def _named(self) -> QuerySet[Any]:
        named = self._clone()
        named._fields_for_select = ()  # noqa: SLF001 - a clone of its own kind
        return named


class Without(Manager):
    """Reads all columns of a table but those named. What was left out cannot be read from the row, nor the row saved.

    It holds for all that begins with the table's own name, and for ``prefetch_related``. Not for ``select_related``: of
    another table it reads every column, and of this one it leaves the other out.
    """

    def __init__(self, *left_out: str) -> None:
        super().__init__()
        self._left_out = left_out

    def get_queryset(self) -> QuerySet[Any]:
        """All rows, light."""
        model: Any = self._model
        columns = model._meta.db_fields  # noqa: SLF001 - Tortoise has no other way to ask
        return _Light(model).only(*[name for name in columns if name not in self._left_out])
