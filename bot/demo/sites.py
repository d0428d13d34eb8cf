"""The practice sites that the demo and `bellhop site` can run, by the word that chooses one."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import executor
from bot.demo.personas import Persona
from bot.demo.seed import INVITATION, member
from bot.sandbox.plaza import Plaza
from bot.sandbox.practice.server import PracticeServer
from bot.sandbox.site import PracticeSite

SITES: Mapping[str, type[PracticeServer]] = {"first": PracticeSite, "second": Plaza}
MAPS = {"second": Path(executor.__file__).parent / "sitemap" / "plaza.toml"}
UNMAPPED = "The second site has no map yet: each task on it ends as Unknown error."


def site_of(people: Sequence[Persona], name: str) -> PracticeServer:
    """The site of this name with the cast as its members and one open invitation; it is not started."""
    return SITES[name]([member(persona) for persona in people], [(INVITATION, "Acme Holding", "Employee")])


def map_of(name: str) -> Path | None:
    """The map that a site needs beside the one that is taken by itself; None where there is none."""
    path = MAPS.get(name)
    return path if path and path.is_file() else None
