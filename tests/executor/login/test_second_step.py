"""One-time codes: each is typed once, and nobody is shown one."""

import asyncio
import io
import time
import zipfile
from typing import Any

import pytest

from bot.sandbox.site import Behaviour, PracticeSite
from executor import limits
from executor.browser import browser
from executor.browser.pool import BrowserPool
from models.domain.lifecycle import LoginStatus, Status
from models.domain.one_time_codes import OneTimeCodes
from tests.executor.conftest import MakeJob, do, two_steps, until
from tests.executor.test_secrets_shown import photographed

__all__ = ["photographed"]
pytestmark = pytest.mark.asyncio(loop_scope="session")
HOLD_FIELD = """;document.addEventListener("DOMContentLoaded", () => {
  if (location.pathname !== "/login/code") return;
  const hold = held => document.querySelectorAll("input").forEach(field => { field.readOnly = held; });
  hold(true);
  setTimeout(() => hold(false), 7000);  // a window has 5000, and one that is nearly over is not taken
})"""
WRONG = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def _codes_of(secret: str) -> set[str]:
    """Every code of the last minute."""
    codes = OneTimeCodes(secret=secret, period=5)
    return {codes.code(codes.window(time.time() - ago)) for ago in range(0, 60, 5)}


def _account(site: PracticeSite, login: str) -> dict[str, Any]:
    return next(entry for entry in site.books()["accounts"] if entry["login"] == login)


@pytest.mark.usefixtures("ready_pictures")
async def test_two_accounts_log_in_at_the_same_second(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    logins = ("kim@example.com", "lou@example.com")
    done = await asyncio.gather(*(do(make_job(**two_steps(login=login)), browsers) for login in logins))

    assert [one.outcome.result for one in done] == ["logged in", "logged in"]
    assert [_account(site, login)["codes_ok"] for login in logins] == [1, 1]


async def test_a_wrong_code_is_typed_once_and_shown_nowhere(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool, photographed: list[str]
) -> None:
    site.behave(Behaviour(kind="echo", path="/login/code"))
    done = await do(make_job(**two_steps(WRONG), trace=True), browsers)

    assert done.outcome.cause == "wrong_code"
    assert _account(site, "kim@example.com")["codes_failed"] == 1
    assert "██████" in photographed[-1]
    assert done.trace is not None
    with zipfile.ZipFile(io.BytesIO(done.trace)) as trace:
        told = b"".join(trace.read(name) for name in trace.namelist())
    assert b"Login code" in told
    for secret in (WRONG, *_codes_of(WRONG)):
        assert secret not in photographed[-1].replace("\n", "")
        assert secret.encode() not in told


@pytest.mark.usefixtures("ready_pictures")
async def test_a_code_that_is_asked_for_in_a_session_is_given_without_the_password(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    stopped = await do(make_job(**two_steps(None)), browsers)
    done = await do(make_job(**(two_steps() | {"password": None, "session": stopped.session})), browsers)

    assert (stopped.outcome.login_status, stopped.outcome.cause) == (LoginStatus.CHECKPOINT, "code_wanted")
    assert done.outcome.result == "logged in"
    assert _account(site, "kim@example.com")["logins_ok"] == 1


@pytest.mark.usefixtures("ready_pictures")
async def test_without_time_for_the_next_window_no_code_is_typed(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    async def used(_window: int) -> bool:
        return False

    done = await do(make_job(**two_steps(take_window=used), limit=9.0), browsers)

    assert (done.outcome.status, done.outcome.cause) == (Status.TIMED_OUT, "code_used")
    assert (
        _account(site, "kim@example.com")["codes_ok"],
        _account(site, "kim@example.com")["codes_failed"],
    ) == (0, 0)


@pytest.mark.usefixtures("ready_pictures")
@pytest.mark.parametrize("tries", [1, 2])
async def test_a_code_whose_time_is_over_when_it_stands_in_the_field_is_not_sent(
    tries: int,
    site: PracticeSite,
    make_job: MakeJob,
    browsers: BrowserPool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(browser, "FOLLOW_WINDOWS", browser.FOLLOW_WINDOWS + HOLD_FIELD)
    monkeypatch.setattr(limits, "CODE_TRIES", tries)
    done = await do(make_job(**two_steps(), limit=40.0), browsers)

    account = _account(site, "kim@example.com")
    assert account["codes_failed"] == 0
    if tries == 1:
        assert (done.outcome.status, done.outcome.cause) == (Status.TIMED_OUT, "code_late")
        assert done.outcome.login_status is LoginStatus.UNKNOWN, "the account is not held"
    else:
        assert (done.outcome.result, account["codes_ok"]) == ("logged in", 1)


@pytest.mark.usefixtures("ready_pictures")
async def test_where_taking_a_window_lasts_longer_than_the_window_the_next_one_is_taken(
    site: PracticeSite, make_job: MakeJob, browsers: BrowserPool
) -> None:
    taken: list[int] = []

    async def slowly(window: int) -> bool:
        taken.append(window)
        if len(taken) == 1:
            await until(lambda: time.time() > window + 5)
        return True

    done = await do(make_job(**two_steps(take_window=slowly), limit=40.0), browsers)

    account = _account(site, "kim@example.com")
    assert (done.outcome.result, account["codes_ok"], account["codes_failed"]) == ("logged in", 1, 0)
    assert len(taken) == len(set(taken)) > 1
