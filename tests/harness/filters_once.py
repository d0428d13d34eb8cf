"""Tortoise draws up the filters of every model anew whenever a database is opened: half of the time of opening one.

They differ by the kind of database alone, so it is done once for each kind. Models that are made on the way, as
migrations make them, are left to Tortoise.
"""

from typing import Any

from tortoise.models import MetaInfo


def keep_filters() -> None:
    """From now on, in this process."""
    generate = MetaInfo._generate_filters
    kept: dict[tuple[str, type], dict[str, Any]] = {}

    def once(self: MetaInfo) -> None:
        if not self._model.__module__.startswith("models."):
            generate(self)
            return
        key = f"{self._model.__module__}.{self._model.__name__}", type(self.db)
        if key not in kept:
            generate(self)
            kept[key] = dict(self.filters)
        self.filters.update(kept[key])

    MetaInfo._generate_filters = once  # type: ignore[method-assign]
