"""The demo's cast on either practice site."""

from typing import get_args

import pytest
from typer.testing import CliRunner

from bot.cli.processes import _Site, app
from bot.demo.personas import cast
from bot.demo.seed import INVITATION
from bot.demo.sites import SITES, site_of


def test_the_command_line_offers_every_site() -> None:
    assert get_args(_Site) == tuple(SITES)


@pytest.mark.parametrize("name", SITES)
def test_a_site_of_the_demo_has_the_whole_cast_and_an_invitation(name: str) -> None:
    people = cast()
    books = site_of(people, name).state.books

    assert list(books.members) == [persona.login for persona in people]
    assert list(books.invitations) == [INVITATION]
    assert {member.language for member in books.members.values()} == {"es", "de"}


def test_the_tour_is_of_the_first_site_and_says_so() -> None:
    said = CliRunner().invoke(app, ["demo", "--tour", "--site", "second"])

    assert said.exit_code == 2
    assert "The tour is of the first site" in said.output
