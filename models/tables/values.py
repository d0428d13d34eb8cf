"""From a row of a table to a value that knows no database: what is drawn, and passed between packages."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar, cast

T = TypeVar("T")


def value_of(kind: Callable[..., T], row: object, **more: object) -> T:
    """A dataclass of this kind with the row's fields of the same names; ``more`` are those the row has not."""
    own = {field.name for field in fields(cast("Any", kind))} - more.keys()
    return kind(**{name: getattr(row, name) for name in own}, **more)
