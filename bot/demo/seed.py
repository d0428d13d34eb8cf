"""What the demo begins with: the cast at the practice site and in the database, and some thousand past tasks."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.demo.personas import Persona
from bot.sandbox.practice.members import Member
from bot.sandbox.practice.server import PracticeServer
from models.accounts.records import save_accounts
from models.domain.lifecycle import LoginStatus, Move, Status, settling_move
from models.domain.proxies import ProxyAddress
from models.domain.task_types import TASK_TYPES
from models.domain.triage.decision import outcome_of
from models.domain.values.accounts import AccountRecord
from models.secrets.sealing import Sealer
from models.sql import transaction
from models.tables.accounts import Account
from models.tables.tasks import Attempt, Batch, Event, Task
from models.tasks import counts_rebuild

PAST = 3000  # tasks
INVITATION = "WELCOME-ACME"
CODES = (
    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # the key of one member's one-time codes, which Bellhop does not get
)
_DAYS = 45
_LANGUAGES = ("es", "de")  # of the second practice site
_PEOPLE = ("U0ANA", "U0BEN", "U0CHEN")
_OUTCOMES = (  # status, login status, cause, how many of a hundred
    (Status.ENDED, LoginStatus.LOGGED_IN, "", 84),
    (Status.ENDED, LoginStatus.CHECKPOINT, "checkpoint", 3),
    (Status.TIMED_OUT, LoginStatus.UNKNOWN, "time_limit", 4),
    (Status.NO_PROXY, LoginStatus.UNKNOWN, "proxy_timeout", 3),
    (Status.UNKNOWN_ERROR, LoginStatus.UNKNOWN, "site_error", 3),
    (Status.CANCELED, LoginStatus.UNKNOWN, "", 3),
)
_RESULTS = {
    "check": "logged in",
    "create_page": "Page created",
    "close_notifications": "6 notification kinds switched off",
    "create_bm": "Business manager created",
    "authorize_bm_invitation": "Joined Acme as Employee",
}
_PARAMETERS = {  # so that a task of the past can be executed again
    "create_page": {"page_name": "Acme Corner Shop", "category": "Local business"},
    "create_bm": {"bm_name": "Acme Holding"},
}
_OTHER_RESULTS = {
    Status.TIMED_OUT: "Not done within the time limit.",
    Status.NO_PROXY: "The proxy did not answer.",
    Status.UNKNOWN_ERROR: "The page answered with an error.",
    Status.CANCELED: "",
}


def member(persona: Persona) -> Member:
    """The persona as the practice site knows it."""
    status = persona.trouble if persona.trouble in {"checkpoint", "disabled"} else "ok"
    return Member(
        login=persona.login,
        user_id=persona.user_id,
        password=persona.password,
        name=persona.name,
        status=status,  # type: ignore[arg-type]
        language=_LANGUAGES[int(persona.user_id) % len(_LANGUAGES)],
        totp=CODES if persona.trouble == "code" else "",
    )


def record(persona: Persona, site: PracticeServer) -> AccountRecord:
    """The persona as an import brings it: password, session, proxy, each with its trouble."""
    trouble = persona.trouble
    expired = trouble in {"code", "expired", "signed_out"}
    password = {"wrong_password": "outdated", "signed_out": ""}.get(trouble, persona.password)
    return AccountRecord(
        login=persona.login,
        user_id=persona.user_id,
        group=persona.group,
        password=password,
        session=None if trouble == "wrong_password" else site.session_for(persona.login, expired=expired),
        needs_proxy=trouble in {"no_proxy", "dead_proxy"},
        proxy=ProxyAddress(scheme="http", host="127.0.0.1", port=9) if trouble == "dead_proxy" else None,
    )


async def seed(people: Sequence[Persona], site: PracticeServer, sealer: Sealer, *, now: datetime) -> None:
    """Fill an empty database."""
    await save_accounts([record(persona, site) for persona in people], sealer=sealer)
    await transaction(lambda: _past(now=now, link=f"{site.url}/invitations/{INVITATION}"))
    await counts_rebuild.count_anew()


async def _past(*, now: datetime, link: str) -> None:
    accounts = await Account.all().order_by("id")
    batch = await Batch.create(
        kind="create", by=_PEOPLE[0], why="Before the demo", size=PAST, channel="C0OPS", created_at=now
    )
    dice = random.Random(4711)  # noqa: S311 - the same past in every demo
    ages = sorted((dice.uniform(1, _DAYS * 24 * 60) for _ in range(PAST)), reverse=True)
    tasks = [
        _past_task(dice, dice.choice(accounts), batch.id, now - timedelta(minutes=age + 10)) for age in ages
    ]
    for task in tasks:
        is_invited = task.type == "authorize_bm_invitation"
        task.params = {"invitation_link": link} if is_invited else _PARAMETERS.get(task.type, {})
    await Task.bulk_create(tasks, batch_size=500)
    saved = await Task.all().order_by("id")
    await Attempt.bulk_create([_past_attempt(task) for task in saved], batch_size=500)
    await Event.bulk_create([event for task in saved for event in _past_events(task)], batch_size=500)


def _past_task(dice: random.Random, account: Account, batch_id: int, created: datetime) -> Task:
    kind = dice.choices(list(TASK_TYPES), weights=(50, 12, 20, 6, 12))[0]
    status, login, cause, _ = dice.choices(_OUTCOMES, weights=[share for *_, share in _OUTCOMES])[0]
    started = created + timedelta(seconds=dice.uniform(1, 90))
    fine = status is Status.ENDED and login is LoginStatus.LOGGED_IN
    stopped = "Not done: the account is at a checkpoint."
    result = _RESULTS[kind] if fine else _OTHER_RESULTS.get(status, stopped)
    return Task(
        type=kind,
        account_id=account.id,
        group_id=account.group_id,  # pyright: ignore[reportAttributeAccessIssue]
        batch_id=batch_id,
        status=status,
        came_from=Status.WAITING if status is Status.CANCELED else Status.EXECUTING,
        login_status=login,
        outcome=outcome_of(status, login, cause, result) or "",
        cause=cause,
        result=result,
        operation_user=dice.choice(_PEOPLE),
        fence=1,
        created_at=created,
        started_at=None if status is Status.CANCELED else started,
        ended_at=started + timedelta(seconds=dice.uniform(2, 40)),
    )


def _past_attempt(task: Task) -> Attempt:
    return Attempt(
        task_id=task.id,
        number=1,
        batch_id=task.batch_id,  # pyright: ignore[reportAttributeAccessIssue]
        by=task.operation_user,
        asked_at=task.created_at,
        started_at=task.started_at,
        ended_at=task.ended_at,
        status=task.status,
        login_status=task.login_status,
        outcome=task.outcome,
        cause=task.cause,
        result=task.result,
    )


def _past_events(task: Task) -> list[Event]:
    """How it came to stand where it stands."""
    moves = [("", Status.WAITING, "create", task.created_at)]
    if task.started_at is None:
        moves.append((Status.WAITING, task.status, Move.CANCEL, task.ended_at or task.created_at))
    else:
        moves += [
            (Status.WAITING, Status.STARTING, Move.CLAIM, task.started_at),
            (Status.STARTING, Status.EXECUTING, Move.BEGIN, task.started_at),
            (Status.EXECUTING, task.status, settling_move(task.status), task.ended_at or task.started_at),
        ]
    return [
        Event(
            task_id=task.id,
            attempt=1,
            fence=min(1, place),
            move=move,
            from_status=former,
            to_status=status,
            actor="worker" if task.started_at and place else task.operation_user,
            at=at,
        )
        for place, (former, status, move, at) in enumerate(moves)
    ]
