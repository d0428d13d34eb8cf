"""The texts of schedules: the list with its strips, the form, what was saved. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.schedules.present_words import on, then
from handlers.schedules.views import ScheduleFormView, SchedulesView, ScheduleView
from handlers.slack import texts
from handlers.slack.labels import person, type_label, when
from handlers.slack.paging import cut
from handlers.slack.views import ChoiceView
from handlers.tasks.views import ParameterView
from models.domain.conversations import is_channel
from models.domain.schedules.calendar import Calendar
from models.domain.task_types import TASK_TYPES, TaskType
from models.domain.values.schedules import Overlap, RunDetail, RunStatus, SavedSchedule, ScheduleInput

TITLE = "Schedules"
_NONE = (
    "There are no schedules yet. A schedule creates tasks by itself, for example: "
    "`/tasks schedule check group:emea every day 06:00`."
)
_REASONS = {"gone": "its group no longer exists", "refused": "its owner may no longer create these tasks"}
_SIGNS = {
    "done": ":white_check_mark:", "failed": ":x:", "under way": ":hourglass_flowing_sand:", "waits for a second person": ":raised_hand:",
    "queued": ":clock3:", "skipped": ":fast_forward:", "missed": ":white_circle:", "did not run": ":no_entry:",
}  # fmt: skip


def schedules(
    saved: Sequence[SavedSchedule],
    runs: Mapping[int, Sequence[RunDetail]],
    *,
    page: int,
    zone: ZoneInfo,
    now: datetime,
    news: str = "",
) -> SchedulesView:
    """A page of all schedules, with the last runs of each."""
    visible, paged = cut(saved, page)
    views = [
        ScheduleView(
            id=one.id,
            words=_lines(one, runs.get(one.id, ()), zone=zone, now=now),
            is_paused=bool(one.paused_at),
        )
        for one in visible
    ]
    return SchedulesView(
        title=news or (f"*{TITLE}*" if saved else _NONE), schedules=tuple(views), paged=paged
    )


def named(schedule: ScheduleInput) -> str:
    """For the audit."""
    target = schedule.target
    where = target.group or target.tasks or target.accounts or f"{len(target.account_ids)} accounts"
    follows = f", then {type_label(schedule.then_type)}" if schedule.then_type else ""
    return f"{type_label(schedule.type)}, {where}, {schedule.timing} {schedule.zone}{follows}"


def _lines(schedule: SavedSchedule, runs: Sequence[RunDetail], *, zone: ZoneInfo, now: datetime) -> str:
    follows = then(schedule)
    head = (
        f"*{schedule.id} · {type_label(schedule.type)}* {on(schedule.target)}"
        f"{f', {follows}' if follows else ''} · {when(schedule.timing, schedule.zone)}"
    )
    return "\n".join(
        filter(None, (head, _how(schedule), _stands(schedule, runs, zone=zone, now=now), _strip(runs)))
    )


def _how(schedule: SavedSchedule) -> str:
    where = f"in <#{schedule.channel}>" if is_channel(schedule.channel) else "in direct messages"
    over = f" · spread over {schedule.spread} min" if schedule.spread else ""
    queues = " · waits for its last batch" if schedule.overlap is Overlap.QUEUE else ""
    return f"By {person(schedule.owner)} {where}{over}{queues}"


def _stands(schedule: SavedSchedule, runs: Sequence[RunDetail], *, zone: ZoneInfo, now: datetime) -> str:
    last = f"Last run {texts.moment(runs[0].last_at, zone=zone, now=now)}" if runs else "No run yet"
    if schedule.paused_at:
        since = texts.moment(schedule.paused_at, zone=zone, now=now)
        why = (
            _REASONS.get(schedule.paused_why, schedule.paused_why)
            if not schedule.paused_by
            else schedule.paused_why
        )
        reason = f": {texts.escape(texts.clip(why, 300))}" if why else ""
        return (
            f":double_vertical_bar: *Paused* by {person(schedule.paused_by)} since {since}{reason} · {last}"
        )
    if schedule.next_at is None:
        return f"Ended · {last}"
    ends = f" · ends {texts.moment(schedule.ends_at, zone=zone, now=now)}" if schedule.ends_at else ""
    return f"Next run {texts.moment(schedule.next_at, zone=zone, now=now)} · {last}{ends}"


def _strip(runs: Sequence[RunDetail]) -> str:
    """An icon for each of the last runs, the oldest first, and in words how many ended how."""
    if not runs:
        return ""
    signs = [_sign(run) for run in reversed(runs)]
    counted = Counter(signs)
    words = ", ".join(f"{counted[word]} {word}" for word in _SIGNS if counted[word])
    return f"{''.join(_SIGNS[word] for word in signs)}  {words}"


def _sign(run: RunDetail) -> str:
    match run.status:
        case RunStatus.FIRED if run.open:
            return "under way"
        case RunStatus.FIRED:
            return "failed" if run.failed else "done"
        case RunStatus.ASKED:
            return "waits for a second person" if run.batch_id is None else "failed" if run.failed else "done"
        case RunStatus.QUEUED | RunStatus.SKIPPED | RunStatus.MISSED:
            return run.status.value
        case _:
            return "did not run"


def saved_words(schedule: SavedSchedule, *, zone: ZoneInfo, now: datetime) -> str:
    """What was just saved, with its next times."""
    paused = " It is paused; resume it to let it run." if schedule.paused_at else ""
    over = f", spread over {schedule.spread} min" if schedule.spread else ""
    follows = f", {then(schedule)} for accounts that end done" if schedule.then_type else ""
    return (
        f":white_check_mark: Saved schedule {schedule.id}: *{type_label(schedule.type)}* {on(schedule.target)}, "
        f"{when(schedule.timing, schedule.zone)}{over}{follows}. {_next(schedule.calendar, zone=zone, now=now)}{paused}"
    )


def preview(schedule: ScheduleInput, *, zone: ZoneInfo, now: datetime) -> str:
    """Below the field of the time."""
    words = when(schedule.timing, schedule.zone)
    return f":calendar: *{words[0].upper()}{words[1:]}*. {_next(schedule.calendar, zone=zone, now=now)}"


def _next(calendar: Calendar, *, zone: ZoneInfo, now: datetime) -> str:
    times = [texts.moment(at, zone=zone, now=now) for at in calendar.next_times(now)]
    return f"Next in your time: {' · '.join(times)}" if times else "It never comes due."


def parameters(kind: TaskType) -> tuple[ParameterView, ...]:
    """The fields of a type."""
    return tuple(
        ParameterView(name=p.name, label=p.label, hint=p.hint, longest=p.longest, choices=p.choices)
        for p in kind.parameters
    )


def types() -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(text=kind.label, value=kind.id) for kind in TASK_TYPES.values())


def empty_form(kind: TaskType, *, zone: ZoneInfo, channel: str, is_new: bool = True) -> ScheduleFormView:
    """The form of a new schedule of this type."""
    return ScheduleFormView(
        title="New schedule" if is_new else "Change schedule",
        types=types(),
        type=kind.id,
        parameters=parameters(kind),
        values={},
        accounts=(),
        group=None,
        filter="",
        tasks="",
        when="",
        preview="",
        spread="0",
        overlap=Overlap.SKIP.value,
        grace="60",
        zone=zone.key,
        since="",
        until="",
        channel=channel,
    )
