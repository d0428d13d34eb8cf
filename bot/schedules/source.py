"""The schedules as a source of Taskiq's timetable: what comes due soon, from the table.

The scheduler hands a due time over through the outbox, since it reaches no Slack: whoever runs a schedule must ask there
who its owner is. Handing over twice does no harm.
"""

from datetime import timedelta

from taskiq import ScheduledTask, ScheduleSource

from bot import clock
from models.messages import outbox
from models.messages.outbox import MessageKind
from models.schedules import runs

HAND_OVER = "bellhop:hand_over"
"""Name of the task; its argument is the number of a schedule."""
EVERY = timedelta(seconds=60)  # between two looks at the table, as Taskiq's command line has it
_AHEAD = EVERY + timedelta(seconds=30)
_MOST = 500


class Schedules(ScheduleSource):
    """Asked now and then. What is due is handed over at each look until it has run, since its process may die."""

    async def get_schedules(self) -> list[ScheduledTask]:
        now = clock.now()
        return [
            ScheduledTask(
                task_name=HAND_OVER,
                labels={},
                args=[schedule],
                kwargs={},
                # Taskiq runs each id once: that of an overdue one is another at each look.
                schedule_id=f"schedule {schedule} {due if due and due > now else now}",
                time=due or now,
            )
            for schedule, due in await runs.due(now=now + _AHEAD, most=_MOST)
        ]


async def hand_over(schedule_id: int) -> None:
    """Let a process that reaches Slack run what is due of it."""
    await outbox.enqueue(MessageKind.SCHEDULE, schedule_id, now=clock.now())
