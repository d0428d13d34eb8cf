"""Two attempts side by side: what changed is named, and what is not kept is said so."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.tasks.comparing import present_compare
from handlers.tasks.comparing.compare_blocks import comparison
from handlers.tasks.views import CompareView
from models.domain.lifecycle import LoginStatus, Status
from models.domain.proxies import ProxyAddress
from models.domain.triage.outcome import Outcome
from models.domain.values.rows import ComparedAttempt, Comparison
from tests.handlers.strategies import NOW

_PROXY = ProxyAddress(scheme="http", host="10.0.0.1", port=3128)


def _attempt(number: int, **other: object) -> ComparedAttempt:
    known = {
        "number": number, "status": Status.ENDED, "outcome": Outcome.DONE, "by": "U0ANA", "asked_at": NOW,
        "started_at": NOW + timedelta(minutes=number), "ended_at": NOW + timedelta(minutes=number, seconds=42),
        "result": "logged in", "note_link": "https://slack.example/p1", "login_status": LoginStatus.LOGGED_IN,
        "worker": "w1", "proxy_id": 7, "proxy": _PROXY, "picture": f"F{number}", "sha256": "ab" * 32,
        "width": 1280, "height": 720,
    }  # fmt: skip
    return ComparedAttempt(**(known | other))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def _compare(older: ComparedAttempt, *, channel: str = "C0OPS", given: tuple[str, ...] = ()) -> CompareView:
    found = Comparison(
        task_id=4711, type="check", login="ann", group="emea", visible_to="U0ANA", channel=channel,
        newer=_attempt(2), older=older, given=given,
    )  # fmt: skip
    return present_compare.compare(found, reader="U0BEN", zone=ZoneInfo("UTC"), now=NOW)


def test_what_changed_is_named_and_what_did_not() -> None:
    older = _attempt(
        1, status=Status.NO_PROXY, outcome=Outcome.FIX, result="cannot be reached", cause="proxy_unreachable",
        proxy_id=6, proxy=None,
    )  # fmt: skip

    view = _compare(older, given=("session", "session"))

    assert "Changed: *status, site's answer, proxy, cause*." in view.summary
    assert "The same: login status." in view.summary
    assert "Between the two, somebody gave a new session for the account." in view.summary
    assert (
        "*Proxy* · attempt 2\n#7 http://10.0.0.1:3128",
        "*Proxy* · attempt 1\n#6, which is gone",
    ) in view.rows


def test_two_that_went_alike_are_said_to_be_so() -> None:
    view = _compare(_attempt(1))

    assert "Nothing that Bellhop records has changed." in view.summary
    assert view.prints[-1] == "The two pictures are the same, byte for byte."


def test_each_picture_has_its_hash_and_a_missing_one_is_said_to_be_missing() -> None:
    newer, older = _compare(_attempt(1, sha256="", picture="")).prints

    assert "ab" * 32 in newer
    assert older == "Attempt 1 has no picture."


def test_pictures_in_somebody_elses_direct_messages_are_left_to_them() -> None:
    assert [picture.file for picture in _compare(_attempt(1)).pictures] == ["F2", "F1"]
    assert _compare(_attempt(1), channel="D0ANA").pictures == ()


def test_it_fits_into_a_modal() -> None:
    blocks = comparison(_compare(_attempt(1, result="x" * 5000)))["blocks"]

    fields = [field["text"] for block in blocks for field in block.get("fields", ())]
    assert len(fields) == 22
    assert all(len(text) <= 2000 for text in fields)
