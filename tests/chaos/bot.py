"""The bot of the Procfile, mortal: ``python -m tests.chaos.bot``."""

from tests.chaos import mortal  # noqa: I001 - before the program reads the times
from bot.cli.main import bot

__all__ = ["mortal"]

if __name__ == "__main__":
    bot()
