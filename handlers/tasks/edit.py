"""*Edit…*: other parameters for a task that waits, or is over; then it runs with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from handlers.access.authorize import Named, change, need
from handlers.batches import operations, present_receipt
from handlers.slack import fallback, routing
from handlers.slack import origin as origins
from handlers.slack.ids import Do, Form
from handlers.slack.origin import Origin
from handlers.slack.request import Request, number
from handlers.slack.services import Services, Work
from handlers.slack.views import News
from handlers.tasks import card, present_edit
from handlers.tasks.edit_blocks import edit_form
from models.access import scope
from models.batches import edits
from models.domain.errors import BadRequest, Outdated
from models.domain.permissions import Action
from models.domain.task_types import TASK_TYPES, TaskType
from models.domain.values.edits import Edit, Edited, EditedTask
from models.tasks import queries


@routing.click(Do.EDIT_ONE)
async def open_for_one(request: Request, services: Services) -> None:
    """Edit…, on a card."""
    channel = origins.in_channel(request).channel
    origin = Origin(operation=number(request.value), channel=channel)
    await _open([number(request.value)], origin, request, services)


async def _open(ids: Sequence[int], origin: Origin, request: Request, services: Services) -> None:
    tasks = await edits.tasks_of(ids)
    if refused := present_edit.refusal(tasks):
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
    drawn = edit_form(view, private=origins.pack(replace(origin, shown=versions)), is_many=len(tasks) > 1)
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
    if services.policy.asks([kind.id], len(versions)):
        raise BadRequest({first: present_edit.TWO_PEOPLE})
    edit = Edit(versions=versions, changes=changes, by=request.user, channel=origin.channel)
    labels = [one.label for one in kind.parameters if one.name in changes]
    words = present_edit.about(kind.id, labels, list(versions))
    edited = await change(
        request,
        services,
        Action.REPEAT,
        lambda done: Named(words=words, batch=done.operation if done else None),
        lambda: edits.save(edit, now=services.now()),
        lambda: scope.of_tasks(list(versions)),
    )
    if not edited:
        raise BadRequest({first: present_edit.WENT_ON})
    return partial(_go_on, edited, origin)


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
    refusals = {f"parameter:{one.name}": one.refusal(value) for one, value in changed.items()}
    if wrong := {block: why for block, why in refusals.items() if why}:
        raise BadRequest(wrong)
    return {one.name: value for one, value in changed.items()}


async def _go_on(edited: Edited, origin: Origin, request: Request, services: Services) -> None:
    """Wake the workers, and say what came of it: on the card it was asked on, or where the list is."""
    request = origins.there(request, origin)
    await services.notify(edited.notify)
    words, undo = present_edit.done(edited), ""
    if edited.operation is not None:
        progress = await operations.run(edited.operation, services)
        receipt = await operations.receipt_words(progress, request, services)
        words, undo = "\n".join(filter(None, (words, receipt))), present_receipt.undoable(progress)
    drawn = await card.draw(origin.operation, request, services, news=News(words=words, undo=undo))
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
