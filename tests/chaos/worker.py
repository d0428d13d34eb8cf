"""The worker of the Procfile, killable."""

from tests.chaos import killable  # noqa: I001 - before the program reads the times
from bot.worker import make

__all__ = ["killable", "make"]
