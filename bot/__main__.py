"""``python -m bot`` is ``bellhop``."""

from bot.cli import app

app()
