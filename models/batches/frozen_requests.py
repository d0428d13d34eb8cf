"""A batch as it was asked for, kept as JSON until it is made."""

from dataclasses import asdict
from typing import Any

from models.domain.values.batches.requests import BatchRequest, NextStep, WantedTask


def stored(request: BatchRequest) -> dict[str, Any]:
    """As JSON keeps it; without the list where there is none, since an older program knows no lists."""
    values = asdict(request) | {"account_ids": list(request.account_ids)}
    items = values.pop("items")
    return values | ({"items": list(items)} if items else {})


def restored(values: dict[str, Any]) -> BatchRequest:
    """The batch as it was asked for."""
    items = tuple(WantedTask(**item) for item in values.get("items", ()))
    then = NextStep(**values["then"]) if values.get("then") else None
    whole: dict[str, Any] = values | {
        "account_ids": tuple(values["account_ids"]),
        "items": items,
        "then": then,
    }
    return BatchRequest(**whole)
