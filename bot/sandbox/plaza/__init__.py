"""Plaza, the second practice site: Spanish and German, drawn in the browser, with flows of its own."""

from bot.sandbox.plaza.server import Plaza

__all__ = ["Plaza"]
