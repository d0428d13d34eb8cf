"""A hold is ended from its message: checked, with a new password or session, by somebody else, and whoever it concerned is told."""

import json
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.accounts import holds, records
from models.accounts.holds import Hold
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import LOOK_FIRST, AttemptOutcome, Evidence
from models.messages.brought_files import BroughtFile
from models.secrets.sealing import Sealer
from models.tables.accounts import Account
from models.tables.tasks import Task
from models.tasks import claims
from tests.factories import claimed, waiting_tasks

pytestmark = [pytest.mark.usefixtures("bot"), pytest.mark.parametrize("transport", ["socket"], indirect=True)]

CHECK_NOW = "I have signed in: check now"
SECRET = "canary-of-a-new-password"
COOKIE = "canary-of-a-new-session"
SESSION = json.dumps([{"name": "session", "value": COOKIE, "domain": "127.0.0.1", "path": "/"}])
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090775"
    "3de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


async def ends(task_id: int, login: LoginStatus, *, picture: bool = False) -> None:
    held, now = await claimed(task_id), datetime.now(UTC)
    assert await claims.begin(held, now=now)
    seen = Evidence(data=_PIXEL, mime="image/png", width=1, height=1, sha256="") if picture else None
    result = login.label if login is LoginStatus.LOGGED_IN else f"Not done: {login.label}: as the site says"
    outcome = AttemptOutcome(status=Status.ENDED, login_status=login, result=result, evidence=seen)
    assert await claims.settle(held, outcome, now=now)


async def on_hold(sealer: Sealer, kind: str = "close_notifications", *, picture: bool = False) -> int:
    """The task that met a checkpoint, of an account of which another task waits."""
    met = (await waiting_tasks(1, sealer, kind=kind))[0]
    await waiting_tasks(1, sealer)
    await ends(met, LoginStatus.CHECKPOINT, picture=picture)
    return met


async def the_check() -> int:
    hold = await Hold.all().order_by("-id").first()
    assert hold is not None
    assert hold.check_id is not None
    return hold.check_id


async def test_one_click_after_signing_in_and_the_task_runs_again(ana: Person, sealer: Sealer) -> None:
    met = await on_hold(sealer)
    asked = await ana.wait_for_message("is on hold", channel="D0ANA")
    assert "1 task waits for it." in ana.reads(asked)

    await ana.click(asked, CHECK_NOW)
    asked = await ana.wait_for_message("looks whether the account can be entered", channel="D0ANA")
    assert f"If so, #{met} runs again." in ana.reads(asked)
    assert CHECK_NOW not in ana.reads(asked)
    await ends(await the_check(), LoginStatus.LOGGED_IN)

    told = await ana.wait_for_message("is not on hold any more: <@U0ANA> signed in", channel="D0ANA")
    assert told["ts"] == asked["ts"]
    assert f"#{met} · Close notification runs again. 1 waiting task can run now." in ana.reads(told)
    assert (await Task.get(id=met)).status is Status.WAITING


async def test_a_check_that_does_not_get_in_is_told_with_what_it_met(ana: Person, sealer: Sealer) -> None:
    met = await on_hold(sealer)
    await ana.click(await ana.wait_for_message("is on hold", channel="D0ANA"), CHECK_NOW)
    await ana.wait_for_message("looks whether", channel="D0ANA")
    await ends(await the_check(), LoginStatus.WRONG_PASSWORD)

    told = await ana.wait_for_message("did not get in", channel="D0ANA")

    assert "Wrong password: as the site says." in ana.reads(told)
    assert CHECK_NOW in ana.reads(told)
    assert (await Task.get(id=met)).status is Status.ENDED


async def test_the_message_shows_the_picture_that_is_in_slack(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    await on_hold(sealer, picture=True)

    asked = await ana.wait_for_message(
        lambda message: any(block["type"] == "image" for block in message.get("blocks") or []),
        channel="D0ANA",
    )

    (image,) = [block for block in asked["blocks"] if block["type"] == "image"]
    assert image["slack_file"]["id"]
    assert "The screen of emea00" in image["alt_text"]


async def test_where_slack_takes_no_picture_the_message_comes_without_it(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    slack.switches.set({"refused_blocks": ["image"]})
    await on_hold(sealer, picture=True)
    asked = await ana.wait_for_message("Status note", channel="D0ANA")

    await ana.click(asked, CHECK_NOW)

    await ana.wait_for_message("looks whether", channel="D0ANA")


async def test_a_page_that_was_not_made_is_made_without_a_question(ana: Person, sealer: Sealer) -> None:
    met = await on_hold(sealer, "create_page")
    await ana.click(await ana.wait_for_message("is on hold", channel="D0ANA"), CHECK_NOW)
    asked = await ana.wait_for_message("looks whether", channel="D0ANA")
    assert f"#{met} runs again" in ana.reads(asked)
    await ends(await the_check(), LoginStatus.LOGGED_IN)

    told = await ana.wait_for_message("is not on hold any more", channel="D0ANA")
    assert f"#{met} · Create page runs again." in ana.reads(told)
    assert (await Task.get(id=met)).attempt == 2


async def test_what_could_be_made_twice_is_asked_about_instead(ana: Person, sealer: Sealer) -> None:
    met = await on_hold(sealer, "create_page")
    await Task.filter(id=met).update(result=f"Checkpoint after the click. {LOOK_FIRST}")
    await ana.click(await ana.wait_for_message("is on hold", channel="D0ANA"), CHECK_NOW)
    asked = await ana.wait_for_message("looks whether", channel="D0ANA")
    assert "runs again" not in ana.reads(asked)
    await ends(await the_check(), LoginStatus.LOGGED_IN)

    told = await ana.wait_for_message(f"#{met} · Create page was not re-executed.", channel="D0ANA")
    assert (await Task.get(id=met)).status is Status.ENDED
    await ana.click(told, f"Re-execute #{met}…")
    question = await ana.wait_for_view("Re-execute")
    await ana.submit(question)

    await ana.wait_for_message("Re-executed 1", channel="D0ANA")
    assert (await Task.get(id=met)).attempt == 2


async def test_a_new_password_is_sealed_and_checked_and_stands_nowhere_in_slack(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    await on_hold(sealer)
    await ana.click(await ana.wait_for_message("is on hold", channel="D0ANA"), "New password…")
    form = await ana.wait_for_view("New password")
    await ana.fill(form, {"Password": "  "})
    assert await ana.submit(form) == {"Password": "The password is empty."}
    await ana.fill(form, {"Password": f" {SECRET} "})
    assert await ana.submit(form) is None

    await ana.wait_for_message("The password begins or ends with a space. Bellhop keeps it.", channel="D0ANA")
    await ana.wait_for_message("<@U0ANA> gave a new password.", channel="D0ANA")
    account = await Account.get()
    assert (await records.credentials(account.id, sealer=sealer)).password == f" {SECRET} "
    assert SECRET not in json.dumps(slack.books(), default=str)
    await ends(await the_check(), LoginStatus.LOGGED_IN)
    await ana.wait_for_message("<@U0ANA> gave a new password, and check", channel="D0ANA")


@pytest.mark.parametrize("is_file", [False, True])
async def test_a_new_session_is_pasted_or_brought_as_a_file_which_is_looked_after(
    ana: Person,
    sealer: Sealer,
    slack: LocalSlack,
    is_file: bool,  # noqa: FBT001 - a table's column
) -> None:
    await on_hold(sealer)
    await ana.click(await ana.wait_for_message("is on hold", channel="D0ANA"), "New session…")
    form = await ana.wait_for_view("New session")
    given = [await ana.upload("session.json", SESSION.encode())] if is_file else SESSION
    await ana.fill(form, {"File" if is_file else "Session": given})
    await ana.submit(form)

    await ana.wait_for_view(lambda view: "Saved. A check of the account follows" in ana.reads(view))
    account = await Account.get()
    session = (await records.credentials(account.id, sealer=sealer)).session
    assert session is not None
    assert session["cookies"][0]["value"] == COOKIE
    assert (
        await BroughtFile.exists() is is_file
    )  # Slack lets nobody but its owner delete it: who brought it is reminded
    assert COOKIE not in json.dumps(slack.books(), default=str)


@pytest.mark.parametrize(
    ("given", "why"),
    [({}, "Paste a session, or choose its file."), ({"Session": "no session"}, "Nothing was saved.")],
)
async def test_what_is_no_session_changes_nothing(
    ana: Person, sealer: Sealer, given: dict[str, str], why: str
) -> None:
    await on_hold(sealer)
    await ana.click(await ana.wait_for_message("is on hold", channel="D0ANA"), "New session…")
    form = await ana.wait_for_view("New session")
    await ana.fill(form, given)
    await ana.submit(form)

    await ana.wait_for_view(lambda view: why in ana.reads(view))

    assert (await Hold.get()).check_id is None
    assert (await Account.with_secrets.get()).session is None


async def test_passed_on_it_is_somebody_elses_who_ends_it_and_the_others_are_told(
    ana: Person, sealer: Sealer, slack: LocalSlack
) -> None:
    await on_hold(sealer)
    asked = await ana.wait_for_message("is on hold", channel="D0ANA")
    await ana.click(asked, "Pass on to…")
    form = await ana.wait_for_view("Pass on")
    await ana.fill(form, {"Person": "U0BEN"})
    assert await ana.submit(form) is None

    left = await ana.wait_for_message("passed this on to <@U0BEN>", channel="D0ANA")
    assert left["ts"] == asked["ts"]
    assert CHECK_NOW not in ana.reads(left)
    async with Person(slack.url, "U0BEN") as ben:
        await ben.click(await ben.wait_for_message("is on hold", channel="D0BEN"), CHECK_NOW)
        await ben.wait_for_message("looks whether", channel="D0BEN")
        await ends(await the_check(), LoginStatus.LOGGED_IN)
        await ben.wait_for_message("<@U0BEN> signed in", channel="D0BEN")
    notice = await ana.wait_for_message("<@U0BEN> signed in", channel="D0ANA")
    assert notice["ts"] > asked["ts"]


async def test_kept_on_hold_it_says_so(ana: Person, sealer: Sealer) -> None:
    await on_hold(sealer)

    await ana.click(await ana.wait_for_message("is on hold", channel="D0ANA"), "Keep on hold")

    kept = await ana.wait_for_message("<@U0ANA> keeps it on hold.", channel="D0ANA")
    assert CHECK_NOW in ana.reads(kept)
    assert "Keep on hold" not in ana.reads(kept)


async def test_a_message_that_is_old_says_that_its_hold_is_over(ana: Person, sealer: Sealer) -> None:
    await on_hold(sealer)
    asked = await ana.wait_for_message("is on hold", channel="D0ANA")
    await holds.release([(await Account.get()).id], by="U0BEN", now=datetime.now(UTC))

    await ana.click(asked, CHECK_NOW)

    await ana.wait_for_message("That hold is over", channel="D0ANA")
