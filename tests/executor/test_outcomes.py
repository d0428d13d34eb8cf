"""What went wrong, and what the task list says of it."""

from typing import Any

import pytest
from playwright.async_api import Error
from playwright.async_api import TimeoutError as PlaywrightTimeout

from executor import limits
from executor.faults import (
    BrowserLost,
    Fault,
    LoginEnded,
    NotDone,
    ProxyFault,
    SiteFault,
    TimedOut,
    Unforeseen,
    WrongAccount,
)
from executor.job import Job
from executor.outcomes import LOOK_FIRST, failure, fault_of, success, with_note
from executor.progress import Progress
from executor.redaction.safe_traceback import safe_traceback
from models.domain.lifecycle import OVER, LoginStatus, Status
from models.domain.task_types import TASK_TYPES
from models.domain.triage.decision import outcome_of
from models.domain.triage.outcome import Outcome

FAULTS: list[tuple[Fault, Status, bool]] = [
    (NotDone("the site says no"), Status.ENDED, False),
    (LoginEnded(LoginStatus.CHECKPOINT, "checkpoint: see"), Status.ENDED, False),
    (WrongAccount("It belongs to another."), Status.UNKNOWN_ERROR, False),
    (ProxyFault("p:1 is silent."), Status.NO_PROXY, True),
    (SiteFault("The site answered 500."), Status.UNKNOWN_ERROR, True),
    (TimedOut("Too slow."), Status.TIMED_OUT, True),
    (BrowserLost("It crashed."), Status.UNKNOWN_ERROR, True),
    (Unforeseen("Who knows."), Status.UNKNOWN_ERROR, False),
]


def a_job(task_type: str = "check") -> Job:
    values: dict[str, Any] = dict.fromkeys(("user_id", "password", "session", "proxy"))
    return Job(
        task_id=1,
        attempt=1,
        type=TASK_TYPES[task_type],
        params={},
        login="ana",
        needs_proxy=False,
        site_url="https://site.example",
        limit=60,
        **values,
    )


def progress(*, committed: bool = False) -> Progress:
    return Progress(session=None, login_status=LoginStatus.LOGGED_IN, committed=committed)


@pytest.mark.parametrize(("fault", "status", "retryable"), FAULTS, ids=lambda value: type(value).__name__)
def test_each_fault_has_its_status(fault: Fault, status: Status, *, retryable: bool) -> None:
    outcome = failure(a_job(), progress(), fault)

    assert (outcome.status, outcome.retryable, outcome.cause) == (status, retryable, fault.cause)
    assert outcome.status in OVER


@pytest.mark.parametrize(("fault", "status", "_"), FAULTS, ids=lambda value: type(value).__name__)
def test_after_the_click_that_counts_a_person_must_look(fault: Fault, status: Status, _: object) -> None:
    outcome = failure(a_job("create_page"), progress(committed=True), fault)

    assert not outcome.retryable
    if isinstance(fault, NotDone):  # the site said no: nothing was made
        assert outcome.status is Status.ENDED
    else:
        assert outcome.status is (Status.UNKNOWN_ERROR if status is Status.ENDED else status)
        assert outcome.result.endswith(LOOK_FIRST)


def test_the_check_has_the_login_status_as_its_result_and_others_are_not_done() -> None:
    fault = LoginEnded(LoginStatus.DISABLED, "disabled: the platform has disabled this account")

    assert failure(a_job("check"), progress(), fault).result == fault.sentence
    assert failure(a_job("create_bm"), progress(), fault).result == f"Not done: {fault.sentence}"


def test_a_long_sentence_is_cut_and_keeps_what_matters() -> None:
    outcome = failure(a_job("create_bm"), progress(committed=True), SiteFault("x" * 900))

    assert len(outcome.result) <= limits.RESULT_CHARS
    assert outcome.result.endswith(f"… {LOOK_FIRST}")


def test_a_word_about_the_picture_does_not_hide_that_the_account_must_be_looked_at() -> None:
    outcome = failure(a_job("create_page"), progress(committed=True), SiteFault("x" * 1000))

    noted = with_note(outcome, "no picture, since it could not be masked")

    assert len(noted.result) <= limits.RESULT_CHARS
    assert noted.result.endswith(f"; no picture, since it could not be masked. {LOOK_FIRST}")
    assert outcome_of(noted.status, noted.login_status, noted.cause, noted.result) is Outcome.PERSON


def test_success_is_the_actions_own_words() -> None:
    done = progress()
    done.result = "Page Acme\nShop (ID 1)"

    assert success(done).result == "Page Acme Shop (ID 1)"
    assert success(done).status is Status.ENDED


@pytest.mark.parametrize(
    ("error", "kind", "cause"),
    [
        (TimeoutError(), TimedOut, "time_limit"),
        (PlaywrightTimeout("Timeout 10000ms exceeded."), TimedOut, "timed_out"),
        (Error("Target page, context or browser has been closed"), BrowserLost, "browser_crashed"),
        (Error("Page crashed"), BrowserLost, "browser_crashed"),
        (Error("net::ERR_TUNNEL_CONNECTION_FAILED at https://x"), ProxyFault, "proxy_closed"),
        (Error("net::ERR_PROXY_CONNECTION_FAILED at https://x"), ProxyFault, "proxy_closed"),
        (Error("net::ERR_NAME_NOT_RESOLVED at https://x"), SiteFault, "site_unreachable"),
        (Error("net::ERR_TOO_MANY_REDIRECTS at https://x"), SiteFault, "redirect_loop"),
        (Error("net::ERR_CERT_DATE_INVALID at https://x"), SiteFault, "network"),
        (Error("strict mode violation"), BrowserLost, "browser_error"),
        (KeyError("page_name"), Unforeseen, "unforeseen"),
    ],
)
def test_every_error_is_translated(error: Exception, kind: type[Fault], cause: str) -> None:
    fault = fault_of(error, a_job())

    assert type(fault) is kind
    assert fault.cause == cause


def test_neither_a_result_nor_a_log_line_repeats_what_was_typed() -> None:
    with pytest.raises(Error) as caught:
        _typing_fails()
    fault, places = fault_of(caught.value, a_job()), safe_traceback(caught.value)

    assert "hunter2" not in failure(a_job(), progress(), fault).result
    assert "hunter2" not in places
    assert places.startswith("Error < test_outcomes.py:")


def _typing_fails() -> None:
    raise Error('Locator.fill: Timeout\nCall log:\n  - fill("hunter2")')
