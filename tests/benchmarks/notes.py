"""What Slack is asked for when many tasks of one batch have ended: calls by method for each thousand status notes."""

import asyncio
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from bot.outbox.relay import OutboxRelay
from bot.sandbox.slack import LocalSlack
from bot.settings import Settings
from bot.slack.pacing import slack_client
from handlers.slack.users import People
from models.accounts.records import save_accounts
from models.batches import create
from models.database import database, migrate
from models.domain.lifecycle import LoginStatus, Status
from models.domain.outcomes import AttemptOutcome, Evidence
from models.domain.values.accounts import AccountRecord
from models.domain.values.batches.requests import BatchRequest
from models.secrets.sealing import Sealer, new_key
from models.tables.accounts import Account
from models.tables.messages import Outbox
from models.tasks import claims
from tests.long_command import say, told

_SEEN = Evidence(
    data=b"\xff\xd8\xff\xe0" + bytes(60_000), mime="image/jpeg", width=1280, height=800, sha256="ab"
)
_SAID_EACH = 50  # notes
_console = Console(width=120)


async def run(tasks: int) -> None:
    """Print calls and messages for each thousand notes, at Slack's own rates."""
    with tempfile.TemporaryDirectory(prefix="bellhop-notes-") as folder:
        url = f"sqlite://{folder}/t.sqlite3"
        await migrate(url)
        async with database(url), LocalSlack() as slack:
            await _ended(tasks)
            client = slack_client(
                Settings(slack_api_url=slack.api_url, slack_bot_token=slack.workspace.bot_token)
            )
            relay = OutboxRelay(client, People(client, admins=("U0ANA",), team=None))
            begun = time.monotonic()
            sending = asyncio.create_task(relay.run())
            sent = [0]  # notes, looked at now and then
            with told(lambda: _print(slack, sent[-1], time.monotonic() - begun)):
                await _until_sent(tasks, sent)
            relay.stop()
            await sending


async def _until_sent(tasks: int, sent: list[int]) -> None:
    while await Outbox.filter(state__in=["pending", "sending"]).exists():
        sent.append(await Outbox.filter(kind="note", state="sent").count())
        if sent[-1] // _SAID_EACH > sent[-2] // _SAID_EACH:
            say(f"{sent[-1]} of {tasks} notes sent")
        await asyncio.sleep(0.2)
    sent.append(tasks)


async def _ended(tasks: int) -> None:
    records = [AccountRecord(login=f"a{n}", group="g") for n in range(tasks)]
    await save_accounts(records, sealer=Sealer([new_key("notes")]))
    ids = tuple([account.id for account in await Account.all().order_by("id")])
    asked = BatchRequest(type="check", account_ids=ids, by="U0ANA", channel="C0OPS", params={})
    now = datetime.now(UTC)
    for task_id in (await create.create(asked, now=now))[1]:
        held = await claims.claim(task_id, worker="notes", now=now)
        if held and await claims.begin(held, now=now):
            ending = AttemptOutcome(
                status=Status.ENDED, login_status=LoginStatus.LOGGED_IN, result="logged in", evidence=_SEEN
            )
            await claims.settle(held, ending, now=now)


def _print(slack: LocalSlack, tasks: int, seconds: float) -> None:
    calls = Counter(str(call["method"]) for call in slack.books()["calls"])
    table = Table("method", title=f"{tasks} status notes of one batch in {seconds:.0f} s")
    table.add_column("calls for each 1,000", justify="right")
    for method, number in (*calls.most_common(), ("all", calls.total())):
        table.add_row(method, f"{number * 1000 / tasks:.0f}" if tasks else "-")
    _console.print(table)
