"""The practice sites that the demo and `bellhop site` can run, by the word that chooses one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.demo.personas import Persona
from bot.demo.seed import INVITATION, member
from bot.sandbox.plaza import Plaza
from bot.sandbox.practice.server import PracticeServer
from bot.sandbox.site import PracticeSite
from executor.sitemap.loading import PRACTICE


class DemoSite(NamedTuple):
    """A practice site, and the file that says how it is used."""

    server: type[PracticeServer]
    map: Path


SITES: Mapping[str, DemoSite] = {
    "first": DemoSite(PracticeSite, PRACTICE),
    "second": DemoSite(Plaza, PRACTICE.with_name("plaza.toml")),
}


def site_of(people: Sequence[Persona], name: str) -> PracticeServer:
    """The site of this name with the cast as its members and one open invitation; it is not started."""
    return SITES[name].server(
        [member(persona) for persona in people], [(INVITATION, "Acme Holding", "Employee")]
    )
