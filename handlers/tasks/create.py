"""New tasks: the form, its suggestions, and the batch it creates."""

from collections.abc import Sequence
from typing import Any

from handlers.access.authorize import Named, change
from handlers.batches import present_approval, present_receipt
from handlers.batches.steps import form as step_form
from handlers.batches.steps import form_blocks as step_blocks
from handlers.lists import filter_form
from handlers.slack import origin, routing
from handlers.slack.blocks import Block, option
from handlers.slack.ids import Do, Form, Shortcut, Slash
from handlers.slack.labels import type_label
from handlers.slack.request import Request, numbers
from handlers.slack.services import Services, Work
from handlers.slack.texts import clip, count
from handlers.slack.views import ChoiceView
from handlers.tasks.create_blocks import LONGEST_WHY, new_tasks
from handlers.tasks.many import form as list_form
from handlers.tasks.many import present as list_texts
from handlers.tasks.views import ParameterView
from handlers.words import typed_text
from handlers.words.command_words import Command
from models.access import scope
from models.accounts import listing, records
from models.batches import approvals, create, known_accounts
from models.batches.lists import names
from models.domain.conversations import is_channel
from models.domain.errors import BadRequest
from models.domain.permissions import Action
from models.domain.task_types import TASK_TYPES, TaskType
from models.domain.text import SHORT
from models.domain.values.batches.requests import BatchRequest
from models.tables.accounts import Account

_MOST_ACCOUNTS = 1000  # one batch must be written within Slack's three seconds
_FIRST = next(iter(TASK_TYPES))


@routing.click(Do.NEW_TASKS)
@routing.shortcut(Shortcut.NEW_TASKS)
async def open_form(request: Request, services: Services) -> None:
    """Open the form with the first type."""
    await _open_with(_FIRST, request, services)


@routing.click(Do.NEW_TASK_ON)
async def open_for_account(request: Request, services: Services) -> None:
    """New task, on a card: the form with its account chosen, and the type of the card's task (``account:type``)."""
    account_id, _, type_id = request.value.partition(":")
    accounts = await records.by_ids(numbers([account_id]))
    kind = TASK_TYPES.get(type_id, TASK_TYPES[_FIRST])
    view = _form(kind, channel=origin.in_channel(request).channel, accounts=accounts)
    await services.slack.views_push(trigger_id=request.trigger_id, view=view)


@routing.verb(Slash.TASKS, "new")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks new create page``: the form, with the type that was typed; ``/tasks new list``: the one for a list."""
    if command.words:
        await list_form.open_form(request, services)
        return
    await _open_with(command.type or _FIRST, request, services)


async def _open_with(type_id: str, request: Request, services: Services) -> None:
    """Open the form; the batch's message will be posted in the channel of the request."""
    view = _form(TASK_TYPES[type_id], channel=request.channel)
    await services.slack.views_open(trigger_id=request.trigger_id, view=view)


@routing.click(Do.CHOOSE_TYPE)
async def choose_type(request: Request, services: Services) -> None:
    """Another type was chosen: show its parameters. The other inputs keep their text, since block ids stay the same."""
    kind = TASK_TYPES.get(request.value, TASK_TYPES[_FIRST])
    view = _form(kind, channel=request.private, then=step_form.chosen(request, Do.CHOOSE_THEN))
    await services.slack.views_update(view_id=request.view_id, view=view)


@routing.click(Do.CHOOSE_THEN)
async def choose_then(request: Request, services: Services) -> None:
    """What follows was chosen: show its parameters too."""
    kind = TASK_TYPES.get(next(iter(request.chosen("type", Do.CHOOSE_TYPE)), ""), TASK_TYPES[_FIRST])
    view = _form(kind, channel=request.private, then=step_form.chosen(request, Do.CHOOSE_THEN))
    await services.slack.views_update(view_id=request.view_id, view=view)


@routing.suggestion(Do.CHOOSE_ACCOUNTS)
async def suggest_accounts(request: Request) -> list[Block]:
    """Accounts whose login contains what was typed, or whose user id begins with it."""
    accounts = await listing.accounts_like(typed_text.name(request.typed), most=100)
    return [option(choice) for choice in _choices(accounts)]


@routing.suggestion(Do.CHOOSE_GROUP)
async def suggest_groups(request: Request) -> list[Block]:
    """The same as in the filter's form, for who may create tasks."""
    return await filter_form.suggest_groups(request)


@routing.checked_form(Form.NEW_TASKS)
async def accept(request: Request, services: Services) -> Work:
    """Write the batch, or raise BadRequest with refusals by block id; then nothing is created.

    It is written before the form is acknowledged, so an accepted form is never lost.
    """
    kind = TASK_TYPES.get(next(iter(request.chosen("type", Do.CHOOSE_TYPE)), ""))
    if kind is None:
        raise BadRequest({"type": "Choose one of the task types."})
    typed = {
        p.name: "".join(request.chosen(f"parameter:{p.name}", Do.TYPE_PARAMETER)) for p in kind.parameters
    }
    params, refusals = kind.check(typed)
    chosen, refused = await _accounts(request)
    then, wrong = step_form.read(request, Do.CHOOSE_THEN)
    wrong = {f"parameter:{name}": why for name, why in refusals.items()} | refused | wrong
    if wrong:
        raise BadRequest(wrong)
    batch = BatchRequest(
        type=kind.id,
        account_ids=tuple(account.id for account in chosen),
        params=params,
        by=request.user,
        why="".join(request.chosen("why", Do.TYPE_WHY)).strip()[:LONGEST_WHY],
        channel=_channel(request) or request.user,
        then=then,
    )
    warnings = await _judged(batch, kind, request)
    about = f"{kind.label}, {count(len(chosen), 'account')}" + (
        f", then {type_label(then.type)}" if then else ""
    )
    if services.policy.asks(batch.all_types, len(chosen)):
        return await _ask_for_approval(batch, about, request, services)
    return await _create(batch, kind, about, warnings, request, services)


async def _create(
    batch: BatchRequest, kind: TaskType, about: str, warnings: str, request: Request, services: Services
) -> Work:
    async def make() -> tuple[int, list[int]]:
        if not kind.repeatable:
            await names.alone()
            await _judged(batch, kind, request)  # another form or list may have used the name since
        return await create.create(batch, now=services.now())

    _, ids = await change(
        request,
        services,
        Action.CREATE,
        lambda done: Named(words=f"{about}, batch {done[0]}", batch=done[0]) if done else about,
        make,
        lambda: scope.of_accounts(batch.account_ids),
    )

    async def begin(request: Request, services: Services) -> None:
        await services.notify(ids)
        words = "\n".join(filter(None, (present_receipt.created(batch, ids), warnings)))
        await services.whisper(batch.channel, request.user, words)

    return begin


async def _judged(batch: BatchRequest, kind: TaskType, request: Request) -> str:
    """What the receipt warns of, looked up before the batch's own tasks wait there. Raise BadRequest where one of the
    same name was made before, unless the form says to create it all the same.
    """
    known = await known_accounts.of_accounts(batch.account_ids)
    again = list_texts.made_before(kind, batch.params, known.values())
    if again and not request.chosen("second", Do.ALLOW_SECOND):
        named = next(p.name for p in kind.parameters if p.kind == "text")
        raise BadRequest({f"parameter:{named}": again})
    return list_texts.warnings(kind, batch.params, known.values())


async def _ask_for_approval(batch: BatchRequest, about: str, request: Request, services: Services) -> Work:
    """Freeze the batch and ask for approval in its channel; raise BadRequest where nobody else would see that."""
    if not is_channel(batch.channel):
        raise BadRequest({"accounts": present_approval.NOBODY_SEES})
    await change(
        request,
        services,
        Action.CREATE,
        f"asks for {about}",
        lambda: approvals.ask_for_batch(batch, now=services.now()),
        lambda: scope.of_accounts(batch.account_ids),
    )

    async def begin(request: Request, services: Services) -> None:
        await services.whisper(batch.channel, request.user, present_approval.ASKED)

    return begin


def _channel(request: Request) -> str:
    """Where the form was opened, or the channel chosen in it; empty: the asker's direct messages."""
    return (request.private or next(iter(request.chosen("channel", Do.CHOOSE_CHANNEL)), ""))[:SHORT]


def _form(
    kind: TaskType, *, channel: str, accounts: Sequence[Account] = (), then: TaskType | None = None
) -> dict[str, Any]:
    types = [ChoiceView(text=task_type.label, value=task_type.id) for task_type in TASK_TYPES.values()]
    parameters = [
        ParameterView(name=p.name, label=p.label, hint=p.hint, longest=p.longest, choices=p.choices)
        for p in kind.parameters
    ]
    section = step_blocks.fields(Do.CHOOSE_THEN, then)
    return new_tasks(
        types,
        kind=kind,
        parameters=parameters,
        channel=channel,
        accounts=_choices(accounts),
        then=section,
    )


async def _accounts(request: Request) -> tuple[list[Account], dict[str, str]]:
    """Return (the accounts chosen in the form, the refusals by block id)."""
    ids = numbers(request.chosen("accounts", Do.CHOOSE_ACCOUNTS))
    group = next(iter(request.chosen("group", Do.CHOOSE_GROUP)), "")
    if ids and group:
        return [], {"group": "Choose accounts or a group, not both."}
    if not ids and not group:
        return [], {"accounts": "Choose at least one account, or a group."}
    if len(ids) > _MOST_ACCOUNTS:
        return [], {"accounts": f"One batch can have up to {_MOST_ACCOUNTS} accounts; you chose {len(ids)}."}
    if group and (size := await listing.count_in_group(group)) > _MOST_ACCOUNTS:
        return [], {"group": f"One batch can have up to {_MOST_ACCOUNTS} accounts; this group has {size}."}
    accounts = await (listing.in_group(group, most=_MOST_ACCOUNTS) if group else records.by_ids(ids))
    if not accounts:
        return [], {"group" if group else "accounts": "There is no such account any more. Choose again."}
    return accounts, {}


def _choices(accounts: Sequence[Account]) -> list[ChoiceView]:
    return [ChoiceView(text=_account_words(account), value=str(account.id)) for account in accounts]


def _account_words(account: Account) -> str:
    return clip(account.login, 50) + (f" · {account.user_id}" if account.user_id else "")
