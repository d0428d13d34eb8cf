"""*Edit…*: other parameters for a task that waits, or is over; then it runs with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from handlers.access.authorize import Named, change, need
from handlers.batches import confirm_blocks, operations, present_receipt
from handlers.lists import turn
from handlers.slack import fallback, routing
from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from handlers.slack.request import LONGEST_PRIVATE, Request, number
from handlers.slack.services import Services, Work
from handlers.slack.views import News
from handlers.tasks import card, present_edit
from handlers.tasks.edit_blocks import edit_form
from handlers.words import list_state
from models.access import scope
from models.batches import edits, known_accounts
from models.domain.errors import BadRequest, Outdated
from models.domain.lifecycle import LIVE
from models.domain.permissions import Action
from models.domain.task_files.verdicts import name_of
from models.domain.task_types import TASK_TYPES, TaskType
from models.domain.triage.causes import CAUSES
from models.domain.values.edits import Edit, Edited, EditedTask
from models.tasks import pages, queries


@routing.click(Do.EDIT_ONE)
async def open_for_one(request: Request, services: Services) -> None:
    """Edit…, on a card."""
    channel = origins.in_channel(request).channel
    origin = Origin(operation=number(request.value), channel=channel)
    await _open([number(request.value)], origin, request, services)


@routing.click(Do.EDIT_SELECTED)
async def open_for_selected(request: Request, services: Services) -> None:
    """Edit…, below a list: the tasks that are ticked."""
    await _open(turn.selected(request), origins.of(request, request.value), request, services)


@routing.click(Do.EDIT_CAUSE)
async def open_for_cause(request: Request, services: Services) -> None:
    """Edit…, at a cause among the failures: the tasks that failed for it (``cause:list``)."""
    code, _, encoded = request.value.partition(":")
    state = list_state.decode(encoded)
    if code not in CAUSES or list_state.encode(state) != encoded:  # unreadable, it would stand for all tasks
        raise Outdated
    wanted = replace(state.filter, causes=(code,))
    zone = await services.people.zone(request.user)
    ids = await pages.matching_ids(wanted, zone=zone, now=services.now(), most=present_edit.MOST + 1)
    await _open(ids, origins.of(request), request, services)


async def _open(ids: Sequence[int], origin: Origin, request: Request, services: Services) -> None:
    """Open the form; ``origin`` has the task whose card it lies on, or the list where its tasks were ticked."""
    tasks = await edits.tasks_of(ids)
    refused = present_edit.refusal(tasks) or present_edit.two_people(
        services.policy, TASK_TYPES[tasks[0].type], await edits.together_with(ids)
    )
    if refused:
        await services.answer(request, refused)
        return
    need(
        request,
        Action.REPEAT,
        present_edit.about(tasks[0].type, ["parameters"], ids),
        await scope.of_tasks(ids),
    )
    versions = " ".join(f"{one.id}:{one.version}" for one in tasks)
    view = present_edit.form(tasks, await queries.task_rows(ids))
    private = origins.pack(replace(origin, shown=versions))
    if len(private) > LONGEST_PRIVATE:
        private = origins.pack(replace(origin, shown=versions, sheet=""))  # then the list is left as it is
    drawn = edit_form(view, private=private, is_many=len(tasks) > 1)
    await services.open(drawn, request)


@routing.checked_form(Form.EDIT_TASKS)
async def accept(request: Request, services: Services) -> Work:
    """Write what was changed, or raise BadRequest with refusals by block id; then nothing is changed."""
    origin = origins.unpack(request.private)
    versions = _versions(origin.shown)
    tasks = await edits.tasks_of(list(versions))
    kind = TASK_TYPES.get(tasks[0].type) if tasks else None
    if kind is None or not kind.parameters:
        raise Outdated
    first = f"parameter:{kind.parameters[0].name}"
    same = [one for one in tasks if versions[one.id] == one.version]
    if not same:
        raise BadRequest({first: present_edit.WENT_ON})
    changes = _changes(kind, same, request, is_many=len(versions) > 1)
    if not changes:
        raise BadRequest({first: present_edit.UNCHANGED})
    await _judge_names(kind, same, changes, request)

    async def save() -> Edited:
        size = await edits.together_with(list(versions))
        if refused := present_edit.two_people(services.policy, kind, size):
            raise BadRequest({first: refused})
        return await edits.save(edit, now=services.now())

    edit = Edit(versions=versions, changes=changes, by=request.user, channel=origin.channel)
    labels = [one.label for one in kind.parameters if one.name in changes]
    words = present_edit.about(kind.id, labels, list(versions))
    edited = await change(
        request,
        services,
        Action.REPEAT,
        lambda done: Named(words=words, batch=done.operation if done else None),
        save,
        lambda: scope.of_tasks(list(versions)),
    )
    if not edited:
        raise BadRequest({first: present_edit.WENT_ON})
    return partial(_go_on, edited, origin)


async def _judge_names(
    kind: TaskType, tasks: Sequence[EditedTask], changes: Mapping[str, str], request: Request
) -> None:
    """Raise BadRequest where a changed name was used before on an account, unless the form says to use it all the same."""
    edited = [one for one in tasks if one.status not in LIVE]
    if not name_of(kind, changes) or request.chosen("second", Do.ALLOW_SECOND):
        return
    accounts = sorted({one.account_id for one in edited})
    known = await known_accounts.of_accounts(accounts, but=[one.id for one in edited])
    if why := present_edit.same_names(kind, edited, changes, known):
        named = next(p.name for p in kind.parameters if p.kind == "text")
        raise BadRequest({f"parameter:{named}": why})


def _changes(
    kind: TaskType, tasks: Sequence[EditedTask], request: Request, *, is_many: bool
) -> Mapping[str, str]:
    """What was changed, by name. Of many tasks an empty field changes nothing. Raise BadRequest."""
    typed = {
        one.name: "".join(request.chosen(f"parameter:{one.name}", Do.TYPE_PARAMETER)).strip()
        for one in kind.parameters
    }
    changed = {
        one: typed[one.name]
        for one in kind.parameters
        if typed[one.name] != present_edit.common(one.name, tasks) and (typed[one.name] or not is_many)
    }
    needed = [one for one in kind.parameters if not all(task.params.get(one.name) for task in tasks)]
    refusals = {
        f"parameter:{one.name}": one.refusal(typed[one.name]) for one in dict.fromkeys((*changed, *needed))
    }
    if wrong := {block: why for block, why in refusals.items() if why}:
        raise BadRequest(wrong)
    return {one.name: value for one, value in changed.items()}


async def _go_on(edited: Edited, origin: Origin, request: Request, services: Services) -> None:
    """Wake the workers, and say what came of it: on the card it was asked on, or below the list, which is drawn anew."""
    request = origins.there(request, origin)
    await services.notify(edited.notify)
    words, undo = present_edit.done(edited), ""
    if edited.operation is not None:
        progress = await operations.run(edited.operation, services)
        receipt = await operations.receipt_words(progress, request, services)
        words, undo = "\n".join(filter(None, (words, receipt))), present_receipt.undoable(progress)
    if origin.operation:
        await _on_card(origin.operation, News(words=words, undo=undo), request, services)
    else:
        await operations.reply_with(
            words, confirm_blocks.receipt(words, undo=undo), origin, request, services
        )


async def _on_card(task_id: int, news: News, request: Request, services: Services) -> None:
    drawn = await card.draw(task_id, request, services, news=news)
    if drawn is not None:
        view_id = request.root_view_id
        await fallback.show_view(drawn, lambda view: services.slack.views_update(view_id=view_id, view=view))


def _versions(shown: str) -> Mapping[int, str]:
    """By task what the form showed; raise Outdated where that cannot be read."""
    pairs = [one.partition(":") for one in shown.split()]
    versions = {number(task): version for task, _, version in pairs}
    if not versions or 0 in versions or len(versions) > present_edit.MOST:
        raise Outdated
    return versions
