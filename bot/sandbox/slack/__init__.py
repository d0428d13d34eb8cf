"""A strict stand-in for Slack on this machine: Web API, Socket Mode, signed HTTP, and a page for people."""

from .person import Person
from .server import LocalSlack
from .workspace import Workspace, workspace

__all__ = ["LocalSlack", "Person", "Workspace", "workspace"]
