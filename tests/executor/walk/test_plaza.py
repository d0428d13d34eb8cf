"""Every action in every situation on Plaza, by its map alone: the same table as for the first practice site."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.sandbox.plaza import Plaza
from executor import limits
from executor.browser.pool import BrowserPool
from executor.sitemap import loading
from tests.executor.conftest import MEMBERS, TWO_STEPS, MakeJob, do, kill_all, until
from tests.executor.situations import SITUATIONS
from tests.executor.test_situations import agrees, books_agree, types_of
from tests.fuzz.harness.effort import IS_LONG

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("short_waits", "one_picture"),
]
MAP = loading.read(loading.PRACTICE.with_name("plaza.toml"))
PLACES = {
    "/home": "/inicio",
    "/pages/create/category": "/paginas/nueva",
    "/notifications": "/avisos",
    "/business/create": "/empresas/nueva",
    "/invitations/GOOD": "/invitacion/GOOD",
}
"""Where Plaza has the screens that a situation names."""
NOT_THERE = {"an endless script that holds up the next page"}  # a form of one screen has no next page
ALWAYS = {
    "fine",
    "by password",
    "a code after the password",
    "an overlay at home",
    "wrong password",
    "checkpoint",
}
"""What differs most between sites; with ``BELLHOP_FUZZ=long`` all situations are tried."""
TRIED = [name for name in SITUATIONS if name not in NOT_THERE and (IS_LONG or name in ALWAYS)]


@pytest_asyncio.fixture(loop_scope="session")
async def site(request: pytest.FixtureRequest) -> AsyncGenerator[Plaza]:
    """Half of the situations are met in Spanish, the other half in German."""
    language = ("es", "de")[TRIED.index(request.node.callspec.params["name"]) % 2]
    members = [replace(member, language=language) for member in (*MEMBERS, *TWO_STEPS)]
    async with Plaza(members, [("GOOD", "Globex", "Employee")], posts=0) as running:
        yield running


@pytest.mark.parametrize("name", TRIED)
async def test_every_action_ends_as_it_must(
    name: str, site: Plaza, make_job: MakeJob, browsers: BrowserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        limits, "NAVIGATION", 3.0
    )  # a screen is a page, its scripts, its data and its drawing
    situation = SITUATIONS[name]
    changes: dict[str, Any] = {"user_id": None, **situation.job(site)}  # type: ignore[arg-type]
    login = str(changes.pop("login", "ana@example.com"))
    jobs = [make_job(kind, login=login, site_map=MAP, **changes) for kind in types_of(name)]
    site.behave(*(replace(one, path=PLACES.get(one.path, one.path)) for one in situation.behaviours))
    work = [asyncio.create_task(do(job, browsers)) for job in jobs]
    if situation.killed:
        await until(lambda: site.state.behaviours._met.total() == len(jobs))
        kill_all(browsers)
    for job, done in zip(jobs, await asyncio.gather(*work), strict=True):
        agrees(job, done, situation)
    books_agree(site, situation, len(jobs))  # type: ignore[arg-type]
