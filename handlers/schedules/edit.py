"""New schedules and changes of one: by words, from a list, a batch or the form."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.access.authorize import change
from handlers.lists import surfaces
from handlers.schedules import accounts, form, present, present_words, words
from handlers.schedules.blocks import schedule_form
from handlers.schedules.views import ScheduleFormView
from handlers.schedules.words import Typed
from handlers.slack import origin as origins
from handlers.slack import routing
from handlers.slack.ids import Do, Form, Slash
from handlers.slack.request import Request, number, numbers
from handlers.slack.services import Services, Work
from handlers.slack.views import ChoiceView
from handlers.words import list_state, roster_words
from handlers.words.command_words import Command
from handlers.words.shown_fields import MEANWHILE
from models.accounts import records as account_records
from models.batches import create
from models.domain.conversations import is_channel
from models.domain.errors import BadRequest
from models.domain.schedules import words as time_words
from models.domain.task_types import TASK_TYPES
from models.domain.values.schedules import SavedSchedule, ScheduleInput, Target
from models.messages import status_notes
from models.schedules import firing, records

_FIRST = next(iter(TASK_TYPES))
_UNDER_ACCOUNTS = "accounts_picked:"  # the block below the list of accounts


@routing.verb(Slash.TASKS, "schedule")
async def by_words(command: Command, request: Request, services: Services) -> None:
    """``/tasks schedule check group:emea every day 06:00``; where a time or a parameter is missing: the form."""
    wanted = words.read(command.name, me=request.user)
    kind = TASK_TYPES[wanted.type or _FIRST]
    if wanted.is_whole:
        await _save_words(wanted, request, services)
        return
    zone = form.zone_named(wanted.zone) if wanted.zone else await services.people.zone(request.user)
    target = await accounts.of_filter(wanted.filter)
    view = replace(
        _on(present.empty_form(kind, zone=zone, channel=_channel(request)), target),
        when=wanted.time,
        spread=str(wanted.spread),
        then=wanted.then_type,
        then_values=wanted.then_params,
    )
    await _open(view, origins.of(request), request, services)


async def _save_words(wanted: Typed, request: Request, services: Services) -> None:
    now = services.now()
    zone = form.zone_named(wanted.zone) if wanted.zone else await services.people.zone(request.user)
    starts, ends = form.Span(zone=zone, since=wanted.since, until=wanted.until).bounds(now)
    asked = ScheduleInput(
        type=wanted.type,
        target=await accounts.of_words(wanted, request),
        timing=str(time_words.read(wanted.time)),
        zone=zone.key,
        starts_at=starts,
        ends_at=ends,
        spread=wanted.spread,
        overlap=wanted.overlap,
        grace=60 if wanted.grace is None else wanted.grace,
        channel=request.channel if is_channel(request.channel) else request.user,
        then_type=wanted.then_type,
        then_params=wanted.then_params,
    )
    form.check_channel(asked, services.policy)
    saved = await _save(asked, 0, 0, request, services)
    reader = await services.people.zone(request.user)
    await services.answer(request, present.saved_words(saved, zone=reader, now=now))


@routing.click(Do.NEW_SCHEDULE)
async def open_empty(request: Request, services: Services) -> None:
    """New schedule: of a list, its type and group, or else the accounts of its tasks; by itself, an empty form."""
    if request.block.startswith(_UNDER_ACCOUNTS):
        await _open_of_accounts(request, services)
        return
    wanted = list_state.decode(request.value).filter if request.value else None
    kind = (
        TASK_TYPES.get(wanted.types[0], TASK_TYPES[_FIRST]) if wanted and wanted.types else TASK_TYPES[_FIRST]
    )
    zone = await services.people.zone(request.user)
    target = accounts.of_tasks(wanted) if wanted and not wanted.is_empty else Target()
    view = _on(present.empty_form(kind, zone=zone, channel=_channel(request)), target)
    await _open(view, replace(origins.of(request), sheet=target.tasks), request, services)


async def _open_of_accounts(request: Request, services: Services) -> None:
    """Of accounts: those that are ticked, or else all that the filter of their list shows."""
    ticked = numbers(request.chosen(_UNDER_ACCOUNTS, Do.SELECT_ACCOUNTS))
    shown = replace(roster_words.decode(request.value), held=False)
    target = Target(account_ids=tuple(ticked)) if ticked else await accounts.of_filter(shown)
    zone = await services.people.zone(request.user)
    view = await _with_logins(
        present.empty_form(TASK_TYPES[_FIRST], zone=zone, channel=_channel(request)), target
    )
    await _open(view, origins.of(request), request, services)


@routing.click(Do.SCHEDULE_BATCH)
async def open_of_batch(request: Request, services: Services) -> None:
    """New schedule, on a batch's message: its type, its parameters and its accounts."""
    batch = await create.get(number(request.value))
    if batch is None or not origins.is_of(request, batch):
        await services.answer(request, origins.ELSEWHERE)
        return
    asked = await status_notes.asked_of_batch(batch.id)
    kind = TASK_TYPES.get(asked.type, TASK_TYPES[_FIRST])
    zone = await services.people.zone(request.user)
    view = present.empty_form(kind, zone=zone, channel=batch.channel if is_channel(batch.channel) else "")
    target = Target(tasks=f"batch:{batch.id}")
    view = replace(
        _on(view, target), values=asked.params, then=batch.then_type, then_values=batch.then_params or {}
    )
    await _open(view, replace(origins.of(request), sheet=target.tasks), request, services)


async def open_saved(schedule: SavedSchedule, request: Request, services: Services) -> None:
    """Change: the form with all that is saved."""
    kind = TASK_TYPES.get(schedule.type, TASK_TYPES[_FIRST])
    zone, target = schedule.calendar.zone, schedule.target
    channel = schedule.channel if is_channel(schedule.channel) else ""
    now, reader = services.now(), await services.people.zone(request.user)
    view = replace(
        await _with_logins(present.empty_form(kind, zone=zone, channel=channel, is_new=False), target),
        values=schedule.params,
        when=schedule.timing,
        preview=present.preview(schedule, zone=reader, now=now),
        spread=str(schedule.spread),
        overlap=schedule.overlap.value,
        then=schedule.then_type,
        then_values=schedule.then_params,
        grace=str(schedule.grace),
        since=schedule.starts_at.astimezone(zone).date().isoformat(),
        until=schedule.ends_at.astimezone(zone).date().isoformat() if schedule.ends_at else "",
    )
    origin = replace(
        origins.of(request), operation=schedule.id, sheet=target.tasks, shown=str(schedule.version)
    )
    await _open(view, origin, request, services)


@routing.click(Do.SCHEDULE_TYPE, Do.SCHEDULE_TIME, Do.SCHEDULE_THEN)
async def draw_again(request: Request, services: Services) -> None:
    """Another type was chosen, or a time typed: the parameters, and the next times. The other inputs keep their text."""
    origin = origins.unpack(request.private)
    saved = await records.get(origin.operation) if origin.operation else None
    zone, now = await services.people.zone(request.user), services.now()
    try:
        told = present.preview(form.previewed(request, saved=saved, now=now), zone=zone, now=now)
    except BadRequest as error:
        told = f":warning: {error}" if request.action == Do.SCHEDULE_TIME.value else ""
    chosen = "".join(request.chosen("type", Do.SCHEDULE_TYPE))
    kind = TASK_TYPES.get(chosen, TASK_TYPES[_FIRST])
    view = present.empty_form(kind, zone=zone, channel="", is_new=not origin.operation)
    then = "".join(request.chosen("then", Do.SCHEDULE_THEN))
    view = replace(view, tasks=present_words.shown(origin.sheet), preview=told, then=then)
    drawn = schedule_form(view, private=request.private)
    await services.slack.views_update(view_id=request.view_id, view=drawn)


@routing.checked_form(Form.SCHEDULE)
async def accept(request: Request, services: Services) -> Work:
    """Save it; raise BadRequest with refusals by block id."""
    origin = origins.unpack(request.private)
    saved = await records.get(origin.operation) if origin.operation else None
    now = services.now()
    wanted = await form.read(request, tasks=origin.sheet, saved=saved, policy=services.policy, now=now)
    done = await _save(wanted, origin.operation, number(origin.shown), request, services)

    async def begin(request: Request, services: Services) -> None:
        zone = await services.people.zone(request.user)
        words = present.saved_words(done, zone=zone, now=services.now())
        if origin.url or origin.home:
            await surfaces.reply(origin, request, services, words, ())
        else:
            await services.answer(origins.there(request, origin), words)

    return begin


async def _save(
    wanted: ScheduleInput, schedule_id: int, version: int, request: Request, services: Services
) -> SavedSchedule:
    """Write it, if this person may have such tasks created in all its groups, and might before. Raise Refused, BadRequest."""
    now = services.now()

    async def groups() -> Sequence[str]:
        found = [await _groups_of(wanted, services, is_own=True, is_new=True)]
        if schedule_id and (former := await records.get(schedule_id, locked=True)):
            if former.version != version:
                raise BadRequest({"when": MEANWHILE})
            found.append(await _groups_of(former, services, is_own=former.owner == request.user))
        return sorted({group for some in found for group in some})

    def about(done: SavedSchedule | None) -> str:
        return f"schedule {done.id if done else schedule_id or ''}: {present.named(wanted)}"

    return await change(
        request,
        services,
        firing.action_for(wanted.type, wanted.then_type),
        about,
        lambda: records.save(schedule_id, wanted, by=request.user, now=now),
        groups,
    )


async def _groups_of(
    wanted: ScheduleInput, services: Services, *, is_own: bool, is_new: bool = False
) -> tuple[str, ...]:
    found = await accounts.found(wanted, now=services.now())
    if found.is_too_many and is_new:
        raise BadRequest(
            {"group": "A run can have up to 5,000 accounts. Choose fewer, in several schedules."}
        )
    if is_new:
        form.check_channel(wanted, services.policy, len(found.ids))
    return accounts.touched(wanted, found, is_own=is_own)


def _on(view: ScheduleFormView, target: Target) -> ScheduleFormView:
    """The form of a schedule on these accounts, but for a list of them."""
    group = ChoiceView(text=target.group, value=target.group) if target.group else None
    return replace(view, group=group, filter=target.accounts, tasks=present_words.shown(target.tasks))


async def _with_logins(view: ScheduleFormView, target: Target) -> ScheduleFormView:
    """The same, with those of a list by their logins."""
    listed = await account_records.by_ids(target.account_ids)
    named = tuple(ChoiceView(text=account.login, value=str(account.id)) for account in listed)
    return replace(_on(view, target), accounts=named)


def _channel(request: Request) -> str:
    return request.channel if is_channel(request.channel) else ""


async def _open(view: ScheduleFormView, origin: origins.Origin, request: Request, services: Services) -> None:
    drawn = schedule_form(view, private=origins.pack(origin))
    await services.slack.views_open(trigger_id=request.trigger_id, view=drawn)
