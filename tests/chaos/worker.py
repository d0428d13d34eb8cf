"""The worker of the Procfile, mortal."""

from tests.chaos import mortal  # noqa: I001 - before the program reads the times
from bot.worker import make

__all__ = ["make", "mortal"]
