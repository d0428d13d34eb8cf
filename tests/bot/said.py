"""Waits for a line of the log."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog


@contextmanager
def said(*events: str) -> Iterator[asyncio.Event]:
    """Set as soon as the log says one of these."""
    heard = asyncio.Event()

    def listen(_logger: Any, _method: str, line: Any) -> Any:
        if line["event"] in events:
            heard.set()
        return line

    processors = structlog.get_config()["processors"]
    processors.insert(0, listen)
    try:
        yield heard
    finally:
        processors.remove(listen)
