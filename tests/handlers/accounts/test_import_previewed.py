"""An import does what its preview showed, or shows anew what it would do."""

from collections.abc import Awaitable, Callable

import pytest

from bot.sandbox.slack import LocalSlack, Person
from models.access.grants import Audit
from models.accounts import proxy_changes
from models.domain.proxies import parse_proxy
from models.domain.values.proxies import Takers
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from tests.factories import some_accounts
from tests.handlers.accounts.bringing import given

pytestmark = pytest.mark.usefixtures("bot")
FILE = b"login,group,proxy,password\nemea00,emea,,\n"
CHANGED = "changed after the preview"


async def _another_file(slack: LocalSlack, _sealer: Sealer) -> None:
    """Of the same accounts, and the same in all that a preview shows."""
    for upload in slack.platform.uploads._files.values():
        if upload.content and b"emea00" in upload.content:
            upload.content = FILE.replace(b",,\n", b",,another\n")


async def _a_proxy(_slack: LocalSlack, sealer: Sealer) -> None:
    proxies = [parse_proxy("http://u:secret@gate.example:80")]
    await transaction(lambda: proxy_changes.give(proxies, "emea", Takers.WITHOUT, sealer=sealer))


@pytest.mark.parametrize(
    ("meanwhile", "shown"), [(_another_file, "1 changed"), (_a_proxy, "would lose its proxy: emea00")]
)
async def test_what_changed_since_is_shown_and_not_imported_until_it_is_confirmed(
    ana: Person,
    slack: LocalSlack,
    sealer: Sealer,
    meanwhile: Callable[[LocalSlack, Sealer], Awaitable[None]],
    shown: str,
) -> None:
    await some_accounts(1, sealer)
    view = await given(ana, FILE)
    await meanwhile(slack, sealer)
    before = await Account.all().values()

    await ana.submit(view)

    view = await ana.wait_for_view(lambda view: CHANGED in ana.reads(view))
    assert shown in ana.reads(view)
    assert await Account.all().values() == before
    assert not await Audit.exists()
    await ana.submit(view)
    await ana.wait_for_view(lambda view: "Imported: " in ana.reads(view))
    assert await Account.all().values() != before
