"""Every fault, by name. Each is injected while tasks are under way."""

from models.domain.failpoints import Failpoint
from tests.chaos.click_faults import accepted_and_dead, canceled_and_dead, delivered_twice
from tests.chaos.cluster import Fault
from tests.chaos.database_faults import is_none, migrated
from tests.chaos.environment_faults import (
    clocks_apart,
    database_away,
    empty_redis,
    frozen_redis,
    full_disk,
    half_open,
    slack_says,
    sockets_drop,
)
from tests.chaos.planning import following
from tests.chaos.planning.firing import dies_when_fired, scheduler_dies
from tests.chaos.planning.task_file import list_created
from tests.chaos.process_faults import (
    at_random,
    dies_at,
    is_deployed,
    is_killed,
    newer_bot,
    recovery_dies,
    stands_still,
    two_schedulers,
)
from tests.chaos.statement_faults import created, exported, imported, undone
from tests.chaos.still_faults import (
    all_stand_still,
    browser_stands_still,
    leading_scheduler_stands_still,
    server_process_stands_still,
    slack_stands_still,
    stand_still,
    stands_still_at,
)

_POSTS = ("chat.postMessage", "chat.update", "files.completeUploadExternal")
_WORKER = (
    Failpoint.HEARD, Failpoint.CLAIMED, Failpoint.TAB_OPEN, Failpoint.BEGUN, Failpoint.LOGGED_IN, Failpoint.COMMITTING, Failpoint.COMMITTED,
    Failpoint.PICTURED, Failpoint.SETTLED, Failpoint.BEATING, Failpoint.TAKEN, Failpoint.UPLOADED, Failpoint.POSTED,
)  # fmt: skip

_DELIVERY = (Failpoint.TAKEN, Failpoint.UPLOADED, Failpoint.POSTED)
_FOLLOWING = (Failpoint.FOLLOWING, Failpoint.FOLLOWED)
_CHROMIUM = ("browser", "renderer", "gpu-process", "utility")

FAULTS: dict[str, Fault] = {
    **{f"killed at {point}": dies_at(point) for point in _WORKER},
    **{f"killed at {point}": following.dies_at(point) for point in _FOLLOWING},
    "killed at accepted": accepted_and_dead,
    "killed at stepped": canceled_and_dead,
    "killed at rescued": recovery_dies,
    "the worker is killed": is_killed("worker"),
    "the bot is killed": is_killed("bot"),
    "the scheduler is killed": is_killed("scheduler"),
    "the worker stands still beyond its lease": stands_still,
    "the worker is killed ten times at random": at_random,
    **{f"whoever delivers stands still at {point}": stands_still_at(point) for point in _DELIVERY},
    "the bot stands still": stand_still("bot"),
    "the scheduler stands still": stand_still("scheduler"),
    "the scheduler that leads stands still": leading_scheduler_stands_still,
    "all processes stand still": all_stand_still,
    **{f"the browser's {kind} stands still": browser_stands_still(kind) for kind in _CHROMIUM},
    "a process of PostgreSQL stands still in a transaction": server_process_stands_still,
    "Slack and the site stand still": slack_stands_still,
    "two schedulers": two_schedulers,
    "deploys": is_deployed,
    "a newer bot notifies": newer_bot,
    "the database is away": database_away,
    "Redis comes back empty": empty_redis,
    "Redis answers nothing": frozen_redis,
    "Slack says 429": slack_says("429", *_POSTS),
    "Slack says 500": slack_says("500", *_POSTS),
    "Slack's answer is lost": slack_says("lost", *_POSTS),
    "sockets drop": sockets_drop,
    "everything is delivered twice": delivered_twice,
    "the bot dies between two statements of a creation": created,
    "the bot dies while a list of tasks is created": list_created,
    "the bot dies between two statements of an undo": undone,
    "the bot dies between two statements of an export": exported,
    "the bot dies between two statements of an import": imported,
    "whoever runs a schedule dies when it has fired": dies_when_fired,
    "the scheduler is killed around a schedule's due time": scheduler_dies,
    "a migration dies between two statements": migrated,
    "the database is none": is_none,
    "strangers leave 1,100 connections half open": half_open,
    "the disk is full": full_disk,
    "clocks are hours apart": clocks_apart,
}
ONLY = {
    "a process of PostgreSQL stands still in a transaction": "postgres",
    "clocks are hours apart": "postgres",
    "the disk is full": "sqlite",
}
"""Faults that make sense on one database: one file has one clock; a server's disk is the server's."""
OFTEN = {"the worker is killed ten times at random": 10}
"""Faults that are injected more often than the others."""
SHORT = (
    "a newer bot notifies",
    "killed at committed",
    "killed at uploaded",
    "Redis comes back empty",
    "the worker stands still beyond its lease",
)
"""What the tests inject every time."""
