"""A practice site: a small social platform with server-side state, hostile on demand."""

from bot.sandbox.practice.behaviour import Behaviour
from bot.sandbox.practice.members import Member
from bot.sandbox.site.server import PracticeSite

__all__ = ["Behaviour", "Member", "PracticeSite"]
