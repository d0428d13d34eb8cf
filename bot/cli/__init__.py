"""The command line: ``bellhop …``."""

from bot.cli.main import app

__all__ = ["app"]
