"""``/proxies`` through Slack, with real proxies: the list, Test, Replace, Import, and the offer to run again what can run."""

from contextlib import AsyncExitStack

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.access.grants import Audit
from models.accounts.records import save_accounts
from models.domain.lifecycle import Status
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.tables.accounts import Account, Proxy
from models.tables.tasks import Batch, Task
from tests.executor.proxy import servers
from tests.handlers.proxies.conftest import WORD
from tests.models.accounts.test_proxy_list import accounts, failed

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize("transport", ["socket"], indirect=True),
]


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
        offered = await ana.wait_for_message("*3 tasks* that ended as *No proxy* can run now")
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
        offered = await ana.wait_for_message("*2 tasks* that ended as *No proxy*")
    broken = people["emea0"].proxy
    assert broken
    await Proxy.filter(id=broken.id).update(answers=False)

    await ana.click(offered, "Re-execute the 2 that can run now")

    question = await ana.wait_for_view("Re-execute")
    assert "*1 task* of 1 will run again." in ana.reads(question)
    assert await ana.submit(question) is None
    await ana.wait_for_message("Re-executed 1 · Skipped 0")
    assert (await Task.get(id=ids[0])).status is Status.NO_PROXY


async def test_a_replacement_that_cannot_be_read_is_refused_at_its_field(ana: Person, sealer: Sealer) -> None:
    await accounts(sealer, "10.0.0.9:1")

    errors = await _replace(ana, f"10.0.0.1:u:{WORD}")

    assert "it has no port" in str(errors) or "port must be a number" in str(errors)
    assert WORD not in str(errors)
    assert (await Account.get(login="emea0").prefetch_related("proxy")).proxy is not None


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
