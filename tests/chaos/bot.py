"""The bot of the Procfile, killable: ``python -m tests.chaos.bot``."""

from tests.chaos import killable  # noqa: I001 - before the program reads the times
from bot.cli.processes import bot

__all__ = ["killable"]

if __name__ == "__main__":
    killable.count_statements()
    bot()
