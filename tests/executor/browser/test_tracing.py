"""The optional trace: of what failed, never of what went well, and never in the way of the rest."""

import asyncio
import io
import tempfile
import zipfile

import pytest

from bot.sandbox.site import Behaviour, PracticeSite
from executor.browser import tracing
from executor.browser.pool import BrowserPool
from executor.redaction.redactor import Redactor
from models.domain.lifecycle import Status
from tests.executor.conftest import MakeJob, do
from tests.executor.proxy import servers

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("short_waits")]


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


async def test_what_a_site_sends_in_utf_16_is_kept_without_secrets(browsers: BrowserPool) -> None:
    secret = "hunter2 at home"
    page = b"<p></p><script>for (const one of ['le', 'be']) fetch(one).then(() => document.querySelector('p').append(one))</script>"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode().strip("/")
        body = f"It was {secret}.".encode(f"utf-16-{path}") if path in ("le", "be") else page
        kind = b"text/html" if body is page else b"application/octet-stream"
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n" % (kind, len(body)))
        writer.write(b"Connection: close\r\n\r\n" + body)

    async with servers.listening(serve) as port, browsers.context() as tab:
        tab.private.redactor = Redactor([secret])
        await tracing.start(tab)
        await tab.page.goto(f"http://127.0.0.1:{port}/", wait_until="networkidle")
        trace = await tracing.stop(tab)

    assert trace
    with zipfile.ZipFile(io.BytesIO(trace)) as file:
        parts = [file.read(name) for name in file.namelist()]
    for coding in ("utf-16-le", "utf-16-be"):
        assert any("It was ***.".encode(coding) in part for part in parts), "it is kept"
        assert not any(secret.encode(coding) in part for part in parts)


async def test_where_no_temporary_file_can_be_made_the_attempt_ends_as_it_would(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/proc/no-folder")
    site.behave(Behaviour(kind="error500", path="/pages/create/category", times=99))
    done = await do(make_job("create_page", trace=True), browsers)

    assert done.outcome.status is Status.UNKNOWN_ERROR
    assert done.trace is None
