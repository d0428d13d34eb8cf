"""``/proxies import`` through Slack: a list in a form or a file, given to the accounts of a group, one each."""

import pytest

from bot.sandbox.slack import Person
from models.accounts.records import credentials
from models.domain.proxies import parse_proxy
from models.messages.brought_files import BroughtFile
from models.secrets.sealing import Sealer
from models.tables.accounts import Proxy
from tests.executor.proxy import servers
from tests.handlers.proxies.conftest import WORD
from tests.models.accounts.test_proxy_list import accounts, failed

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.parametrize("transport", ["socket"], indirect=True),
]


async def test_a_list_goes_to_the_accounts_of_a_group_one_each_and_frees_their_tasks(
    ana: Person, sealer: Sealer
) -> None:
    seen: list[str] = []
    people = await accounts(sealer, "", "", "")
    await failed(*people.values())
    async with servers.listening(servers.connect_proxy(seen, f"u:{WORD}")) as port:
        await ana.say("/proxies import")
        form = await ana.wait_for_view("Import proxies")
        dead = await servers.free_port()
        lines = (
            f"127.0.0.1:{port}:u:{WORD}\n\n# spare\nu:{WORD}@127.0.0.1:{port}\n127.0.0.1:{dead}:u:{WORD}\n"
        )
        await ana.fill(form, {"Proxies": lines, "Give them to the accounts of this group": "EMEA"})
        assert await ana.submit(form) is None
        done = await ana.wait_for_view(lambda view: "*2 proxies*, 2 of them new." in ana.reads(view))
        offered = await ana.wait_for_message("*Tested 2 proxies:* 1 answers, 1 does not.")
    assert "1 line was in the list twice" in ana.reads(done)
    assert "2 accounts of *emea* (accounts without a proxy) got one each." in ana.reads(done)
    assert "1 account got none" in ana.reads(done)
    assert "Re-execute the 1 that can run now" in ana.reads(offered)
    first = await credentials(people["emea0"].id, sealer=sealer)
    assert first.proxy == parse_proxy(f"127.0.0.1:{port}:u:{WORD}")
    assert "file" not in ana.reads(done)
    assert not await BroughtFile.all().exists()


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
    [
        ("", "There are no proxies in it."),
        ("10.0.0.1:80\n" * 1001, "At most 1000 proxies"),
        (None, "not both"),
    ],
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
