"""A database with something of everything in it, as it was before each example, and the conversation over it."""

from datetime import timedelta
from typing import Any

from structlog.processors import format_exc_info
from structlog.testing import capture_logs
from tortoise import connections

from handlers.words import list_state
from models.access import grants
from models.accounts import holds
from models.accounts.records import save_accounts
from models.alerts import digests, incidents, rules
from models.batches import create, plans
from models.domain.filters import ListState, TaskFilter
from models.domain.lifecycle import Status
from models.domain.permissions import Action, Actor, Deed, Grant, Role
from models.domain.proxies import ProxyAddress
from models.domain.values.accounts import AccountRecord
from models.domain.values.alerts import AlertRuleInput, Measure
from models.domain.values.batches.requests import BatchRequest
from models.messages import boards, saved_views
from models.secrets.sealing import Sealer
from models.sql import is_postgres, transaction
from models.tables.accounts import Account
from models.tables.tasks import Batch, Task
from tests.conftest import KEY
from tests.fuzz.harness.listening import Answers, ListeningHarness
from tests.handlers.strategies import NOW
from tests.models.examples import ExampleDatabase

PEOPLE = {"nobody": "U0NIL", "viewer": "U0BEN", "operator": "U0OPS", "admin": "U0ADM"}
_WORN = (
    "audit",
    "sqlite_sequence",
    "tortoise_migrations",
)  # the audit grows by being asked, and cannot be emptied
_NASTY = '<!channel> & "ann" <@U0EVE>'


async def _anybody(_view: saved_views.View | None) -> None:
    """Nobody else has saved one."""


class Stage:
    """One database for many examples."""

    def __init__(self, examples: ExampleDatabase) -> None:
        self._examples = examples
        self._rig = ListeningHarness()
        examples.run(_set())
        examples.run(_keep(examples.run(_tables())))
        self.refused = False
        """Whether the last delivery asked for something that its person may not do."""

    def play(self, kind: str, name: str, *, user: str, **payload: Any) -> Answers:
        """One delivery to the conversation; no listener may raise, and nothing unforeseen may happen."""
        with capture_logs(processors=[format_exc_info]) as logs:
            answers = self._examples.run(self._play(kind, name, user, payload))
        assert [log["exception"] for log in logs if log["event"] == "request failed"] == []
        return answers

    @property
    def changed(self) -> list[str]:
        """The tables that do not say what they said before the delivery, but for what counts deliveries and refusals."""
        counted = {"delivery", "refused_command"}
        return [table for table in self._examples.run(_differing()) if table not in counted]

    async def _play(self, kind: str, name: str, user: str, payload: dict[str, Any]) -> Answers:
        await _restore()
        before = await _newest()
        self._rig.listening.answers = Answers()
        await self._rig.send(kind, name, user=user, **payload)
        self.refused = await grants.Audit.filter(id__gt=before, allowed=False).exists()
        return self._rig.listening.answers


async def _set() -> None:
    """Accounts of two groups, tasks in several states, an operation asked about, a hold, views, grants, a board."""
    proxy = ProxyAddress(scheme="http", host="h", port=80, username="u")
    records = [AccountRecord(login=f"emea{n}", group="emea", user_id=f"1{n}", proxy=proxy) for n in range(4)]
    records.append(AccountRecord(login=_NASTY, group=f"<!here> {'&' * 90}"))
    await save_accounts(records, sealer=Sealer([KEY]))
    ids = tuple([account.id for account in await Account.all().order_by("id")])
    params = {"page_name": _NASTY, "category": "Community"}
    request = BatchRequest(type="create_page", account_ids=ids, params=params, by="U0OPS", channel="C0OPS")
    _, tasks = await create.create(request, now=NOW)
    await Task.filter(id__in=tasks[:2]).update(status=Status.ENDED, result=_NASTY, ended_at=NOW)
    await Batch.all().update(ts="17.1")
    await plans.plan_ids("cancel", tasks, by="U0OPS", channel="C0OPS", now=NOW)
    await holds.hold(ids[-2:], why=_NASTY * 9, by="U0OPS", now=NOW)
    state = list_state.encode(ListState(filter=TaskFilter(groups=("emea",))))
    for owner in ("C0OPS", *PEOPLE.values()):
        view = saved_views.ViewInput(owner=owner, name=_NASTY, sheet=state, by=owner, role=Role.VIEWER)
        await saved_views.save(view, now=NOW, may_replace=_anybody)
    await boards.share("first", owner="U0OPS", channel="C0OPS", sheet=state, zone="UTC", now=NOW)
    await boards.home("U0OPS", zone="UTC", now=NOW - timedelta(seconds=1))
    await rules.save(
        0, AlertRuleInput(channel="C0OPS", scope=TaskFilter(groups=("emea",)), above=1), by="U0ADM", now=NOW
    )
    await incidents.begin(1, "C0OPS", Measure(count=4, oldest_at=NOW), now=NOW)
    await digests.choose("C0OPS", "09:00", zone="UTC", by="U0ADM", now=NOW)
    new_grants = [
        Grant(subject="U0BEN", role=Role.VIEWER), Grant(subject="U0ADM", role=Role.ADMIN),
        Grant(subject="U0OPS", role=Role.OPERATOR, group="emea"),
    ]  # fmt: skip
    actor = Actor(user="U0ADM", subjects=("U0ADM",), is_first_admin=True)
    for _ in range(25):  # more than a page of the audit
        await grants.record_done(actor, Deed(action=Action.HOLD, about=_NASTY), now=NOW)
    await transaction(lambda: grants.grant(new_grants, by="U0FIRST", now=NOW))


async def _newest() -> int:
    """The last row of the audit."""
    newest = await grants.Audit.all().order_by("-id").first()
    return newest.id if newest else 0


async def _tables() -> list[str]:
    """All that are set anew."""
    statement = (
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        if is_postgres()
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    tables = await connections.get("default").execute_query_dict(statement)
    return sorted(str(row["name"]) for row in tables if row["name"] not in _WORN)


async def _keep(tables: list[str]) -> None:
    """Keep a copy of each, and have the database note each that is written to from now on."""
    run = connections.get("default").execute_script
    await run("CREATE TABLE written (name TEXT PRIMARY KEY)")
    if is_postgres():
        await run(
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO written VALUES (TG_TABLE_NAME) ON CONFLICT DO NOTHING; RETURN NULL; END $$"
        )
    for table in tables:
        await run(f'CREATE TABLE "kept_{table}" AS SELECT * FROM "{table}"')
        for deed in ("INSERT", "UPDATE", "DELETE"):
            does = (
                "FOR EACH STATEMENT EXECUTE FUNCTION note()"
                if is_postgres()
                else f"BEGIN INSERT OR IGNORE INTO written VALUES ('{table}'); END"
            )
            await run(f'CREATE TRIGGER "{deed}_{table}" AFTER {deed} ON "{table}" {does}')


async def _written() -> list[str]:
    """The tables that were written to since they were set anew."""
    return [
        row["name"] for row in await connections.get("default").execute_query_dict("SELECT name FROM written")
    ]


async def _restore() -> None:
    """Set those anew that were written to. SQLite has no way to keep its triggers quiet: the notes go last."""
    off, on = (
        ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT")
        if is_postgres()
        else ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
    )
    anew = [
        f'DELETE FROM "{table}"; INSERT INTO "{table}" SELECT * FROM "kept_{table}"'
        for table in await _written()
    ]
    if anew:
        script = ";".join([off, "BEGIN", *anew, "DELETE FROM written", "COMMIT", on])
        await connections.get("default").execute_script(script)


async def _differing() -> list[str]:
    """Those of the tables that were written to that do not say what they said before."""
    asked = [
        f'SELECT \'{table}\' AS name WHERE EXISTS (SELECT * FROM "{table}" EXCEPT SELECT * FROM "kept_{table}")'
        f' OR EXISTS (SELECT * FROM "kept_{table}" EXCEPT SELECT * FROM "{table}")'
        for table in await _written()
    ]
    if not asked:
        return []
    rows = await connections.get("default").execute_query_dict(" UNION ALL ".join(asked))
    return [row["name"] for row in rows]
