"""``/proxies`` through Slack, with real proxies: the list, Test, Replace, Import, and the offer to run again what can run."""

import json
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
from structlog.testing import capture_logs

from bot.sandbox.slack import LocalSlack, Person
from models.access.grants import Audit
from models.accounts.records import credentials, save_accounts
from models.domain.lifecycle import Status
from models.domain.proxies import parse_proxy
from models.domain.values.accounts import AccountRecord
from models.messages.brought_files import BroughtFile
from models.secrets.sealing import Sealer
from models.tables.accounts import Account, Proxy
from models.tables.tasks import Batch, Task
from tests.executor.proxy import servers
from tests.models.accounts.test_proxy_list import accounts, failed

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize("transport", ["socket"], indirect=True),
]
WORD = "sticky-7Qz"  # a password, to be seen nowhere


@pytest.fixture(autouse=True)
def a_password_is_shown_nowhere(bot: None, slack: LocalSlack) -> Iterator[None]:
    """In no message, no view, no call to Slack and no line of the log, in each of these tests."""
    with capture_logs() as logged:
        yield
    books = slack.books()
    views = [
        (view["blocks"], view["private_metadata"]) for view in books["views"]
    ]  # not what was typed into them
    shown = json.dumps([books["channels"], books["calls"], views], default=str)
    assert "roxies" in shown
    assert WORD not in shown
    assert WORD not in repr(logged)


async def test_the_list_tells_of_each_proxy_and_no_password(ana: Person, sealer: Sealer) -> None:
    people = await accounts(sealer, f"http://u:{WORD}@10.0.0.1:8080", "10.0.0.2:8080")
    await failed(people["emea0"])

    await ana.say("/proxies")

    read = ana.reads(await ana.wait_for_message("Total 2 · Page 1 of 1"))
    assert "http://u@10.0.0.1:8080" in read
    assert "10.0.0.1:8080 cannot be reached." in read
    assert "1 failing" in read


async def test_a_test_goes_through_the_proxy_to_the_site_and_shows_in_the_list(
    ana: Person, sealer: Sealer, site: int
) -> None:
    seen: list[str] = []
    dead = await servers.free_port()
    async with servers.listening(servers.connect_proxy(seen, f"u:{WORD}")) as port:
        await accounts(sealer, f"http://u:{WORD}@127.0.0.1:{port}", f"127.0.0.1:{dead}")
        await ana.say("/proxies")
        message = await ana.wait_for_message("Total 2")
        options = [f"127.0.0.1:{port}", f"127.0.0.1:{dead}"]
        await ana.select(message, "Select proxies", [_option(message, text) for text in options])

        await ana.click(message, "Test")

        told = await ana.wait_for_message("*Tested 2 proxies:* 1 answers, 1 does not.")
    assert seen == [f"CONNECT 127.0.0.1:{site}"]
    assert f"127.0.0.1:{dead} cannot be reached." in ana.reads(told)
    (line,) = await Audit.filter(action="test proxies", allowed=True)
    assert f"127.0.0.1:{port}" in line.about
    assert WORD not in line.about


async def test_after_a_replacement_exactly_the_tasks_that_can_run_now_are_offered_and_run(
    ana: Person, sealer: Sealer
) -> None:
    seen: list[str] = []
    dead = await servers.free_port()
    people = await accounts(sealer, *[f"127.0.0.1:{dead}"] * 3, "10.0.0.9:1", "")
    ids = await failed(*people.values())
    async with servers.listening(servers.socks_proxy(seen, ("u", WORD))) as port:
        by = f"socks5://u:{WORD}@127.0.0.1:{port}"
        assert await _replace(ana, by, old=f":{dead}", users="3 accounts: emea0, emea1, emea2") is None
        offered = await ana.wait_for_message("*3 tasks* that ended for want of a proxy can run now")
    assert "*3 accounts* now use" in ana.reads(offered)
    assert len(seen) == 1

    await ana.click(offered, "Re-execute the 3 that can run now")
    question = await ana.wait_for_view("Re-execute")
    assert "*3 tasks* of 3 will run again." in ana.reads(question)
    assert "Mend the proxy first" not in ana.reads(question)
    assert await ana.submit(question) is None

    await ana.wait_for_message("Re-executed 3 · Skipped 0")
    statuses = [task.status for task in await Task.filter(id__in=ids).order_by("id")]
    assert statuses == [Status.WAITING] * 3 + [Status.NO_PROXY] * 2
    (line,) = await Audit.filter(action="edit accounts", allowed=True)
    assert f"replaced by socks5://u@127.0.0.1:{port}" in line.about


async def test_a_replacement_that_does_not_answer_offers_nothing(ana: Person, sealer: Sealer) -> None:
    people = await accounts(sealer, "10.0.0.9:1")
    await failed(people["emea0"])
    dead = await servers.free_port()

    await _replace(ana, f"127.0.0.1:{dead}")

    told = await ana.wait_for_message(f"It does not serve: 127.0.0.1:{dead} cannot be reached.")
    assert "Re-execute" not in ana.reads(told)
    assert await Batch.filter(kind="repeat").count() == 0


async def test_what_broke_again_after_the_offer_is_left_out_when_it_is_clicked(
    ana: Person, sealer: Sealer
) -> None:
    async with AsyncExitStack() as stack:
        ports = [await stack.enter_async_context(servers.listening(servers.connect_proxy([]))) for _ in "12"]
        people = await accounts(sealer, *[f"127.0.0.1:{port}" for port in ports])
        ids = await failed(*people.values())
        await ana.say("/proxies test")
        offered = await ana.wait_for_message("*2 tasks* that ended for want of a proxy")
    broken = people["emea0"].proxy
    assert broken
    await Proxy.filter(id=broken.id).update(answers=False)

    await ana.click(offered, "Re-execute the 2 that can run now")

    question = await ana.wait_for_view("Re-execute")
    assert "*1 task* of 1 will run again." in ana.reads(question)
    assert await ana.submit(question) is None
    await ana.wait_for_message("Re-executed 1 · Skipped 0")
    assert (await Task.get(id=ids[0])).status is Status.NO_PROXY


async def test_a_list_goes_to_the_accounts_of_a_group_one_each_and_frees_their_tasks(
    ana: Person, sealer: Sealer
) -> None:
    seen: list[str] = []
    people = await accounts(sealer, "", "", "")
    await failed(*people.values())
    async with servers.listening(servers.connect_proxy(seen, f"u:{WORD}")) as port:
        await ana.say("/proxies import")
        form = await ana.wait_for_view("Import proxies")
        lines = f"127.0.0.1:{port}:u:{WORD}\n\n# spare\nu:{WORD}@127.0.0.1:{port}\n10.0.0.1:1:u:{WORD}\n"
        # The last one answers nobody: a host of the documentation, whose test ends by its limit or at once.
        lines = lines.replace("10.0.0.1:1", f"127.0.0.1:{await servers.free_port()}")
        await ana.fill(form, {"Proxies": lines, "Give them to the accounts of this group": "EMEA"})
        assert await ana.submit(form) is None
        done = await ana.wait_for_view(lambda view: "*2 proxies*, 2 of them new." in ana.reads(view))
        offered = await ana.wait_for_message("*Tested 2 proxies:* 1 answers, 1 does not.")
    assert "1 line stood there before" in ana.reads(done)
    assert "2 accounts of *emea* (accounts without a proxy) got one each." in ana.reads(done)
    assert "1 account got none" in ana.reads(done)
    assert "Re-execute the 1 that can run now" in ana.reads(offered)
    first = await credentials(people["emea0"].id, sealer=sealer)
    assert first.proxy == parse_proxy(f"127.0.0.1:{port}:u:{WORD}")


async def test_a_file_with_one_bad_line_imports_nothing_and_names_the_line_alone(ana: Person) -> None:
    await ana.say("/proxies import")
    form = await ana.wait_for_view("Import proxies")
    file = await ana.upload("proxies.txt", f"10.0.0.1:80:u:{WORD}\n10.0.0.2 80:u:{WORD}\n".encode())
    await ana.fill(form, {"Or a text file of them": [file]})

    assert await ana.submit(form) is None

    done = await ana.wait_for_view(lambda view: "Nothing was imported" in ana.reads(view))
    assert "Line 2: proxy must be a URL such as" in ana.reads(done)
    assert "is still in Slack, with its passwords" in ana.reads(done)
    assert await BroughtFile.all().exists()
    assert await Proxy.all().count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "There is no proxy in it."), ("10.0.0.1:80\n" * 1001, "At most 1000 proxies"), (None, "not both")],
    ids=["nothing", "too many", "both"],
)
async def test_a_list_that_cannot_be_used_is_refused_with_what_to_do(
    ana: Person, typed: str | None, sentence: str
) -> None:
    await ana.say("/proxies import")
    form = await ana.wait_for_view("Import proxies")
    if typed is None:
        file = await ana.upload("proxies.txt", b"10.0.0.1:80\n")
        await ana.fill(form, {"Or a text file of them": [file], "Proxies": "10.0.0.2:80"})
    elif len(typed) > 3000:
        await ana.fill(form, {"Or a text file of them": [await ana.upload("p.txt", typed.encode())]})

    assert await ana.submit(form) is None

    await ana.wait_for_view(lambda view: sentence in ana.reads(view))
    assert await Proxy.all().count() == 0


async def test_a_replacement_that_cannot_be_read_is_refused_at_its_field(ana: Person, sealer: Sealer) -> None:
    await accounts(sealer, "10.0.0.9:1")

    errors = await _replace(ana, f"10.0.0.1:u:{WORD}")

    assert "it has no port" in str(errors) or "port must be a number" in str(errors)
    assert WORD not in str(errors)
    assert (await Account.get(login="emea0").select_related("proxy")).proxy is not None


async def test_a_password_typed_after_the_command_is_in_no_answer_and_no_audit(
    slack: LocalSlack, sealer: Sealer
) -> None:
    await save_accounts([AccountRecord(login="ann", group="emea")], sealer=sealer)
    async with Person(slack.url, "U0CHEN") as chen:
        await chen.say(f"/proxies test http://u:{WORD}@10.0.0.1:80")
        await chen.wait_for_message("ou may not test proxies")

    assert await Audit.filter(allowed=False).exists()
    assert not any(WORD in line.about for line in await Audit.all())


async def test_the_message_of_a_batch_leads_to_the_proxies_that_failed_its_tasks(
    ana: Person, sealer: Sealer
) -> None:
    people = await accounts(sealer, "10.0.0.9:1", "10.0.0.8:1")
    await failed(people["emea0"])
    message = await ana.wait_for_message("No proxy: 1 task, 1 account")

    await ana.click(message, "Proxies")

    listed = ana.reads(await ana.wait_for_message("Filter: failing"))
    assert "10.0.0.9:1" in listed
    assert "10.0.0.8:1" not in listed


async def _replace(ana: Person, by: str, *, old: str = "10.0.0.9:1", users: str = "1 account") -> object:
    """Replace a proxy; return what the form was refused with."""
    await ana.say("/proxies")
    message = await ana.wait_for_message("Page 1 of 1")
    await ana.select(message, "Select proxies", [_option(message, old)])
    await ana.click(message, "Replace")
    form = await ana.wait_for_view("Replace proxy")
    assert users in ana.reads(form)
    await ana.fill(form, {"Replace it by": by})
    return await ana.submit(form)


def _option(message: dict[str, object], part: str) -> str:
    """The text of the picker's option that has this in it."""
    (picker,) = [
        element
        for block in message["blocks"]  # type: ignore[attr-defined]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "multi_static_select"
    ]
    texts = [str(option["text"]["text"]) for option in picker["options"]]
    (found,) = [text for text in texts if part in text]
    return found
