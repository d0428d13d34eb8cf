"""A strict stand-in for Slack on this machine: Web API, Socket Mode, signed HTTP, and a page for people."""

from .grid import Grid
from .person import Person
from .server import LocalSlack
from .workspace import Workspace, workspace

__all__ = ["Grid", "LocalSlack", "Person", "Workspace", "workspace"]
