"""The optional trace: of what failed, never of what went well, and never in the way of the rest."""

import io
import zipfile

import pytest

from bot.sandbox.site import Behaviour, PracticeSite
from executor.browser.pool import BrowserPool
from models.domain.lifecycle import Status
from tests.executor.conftest import MakeJob, do

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("short_waits")]


async def test_an_attempt_that_failed_leaves_a_trace_of_its_steps(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    site.behave(Behaviour(kind="error500", path="/pages/create/category", times=99))
    done = await do(make_job("create_page", trace=True), browsers)

    assert done.outcome.status is Status.UNKNOWN_ERROR
    assert done.trace
    with zipfile.ZipFile(io.BytesIO(done.trace)) as file:
        assert b"/pages/create/category" in file.read("trace.network")


@pytest.mark.parametrize(("wanted", "path"), [(True, "/nowhere"), (False, "/home")])
async def test_no_trace_of_what_went_well_or_was_not_to_be_traced(
    wanted: bool,  # noqa: FBT001 - a table's column
    path: str,
    site: PracticeSite,
    make_job: MakeJob,
    browsers: BrowserPool,
) -> None:
    site.behave(Behaviour(kind="error500", path=path, times=99))

    assert (await do(make_job(trace=wanted), browsers)).trace is None


async def test_a_stuck_page_ends_with_its_picture_also_when_it_is_traced(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    site.behave(Behaviour(kind="endless_script", path="/notifications"))
    done = await do(make_job("close_notifications", limit=3.0, trace=True), browsers)

    assert done.outcome.status is Status.TIMED_OUT
    assert done.picture is not None
    assert done.trace
