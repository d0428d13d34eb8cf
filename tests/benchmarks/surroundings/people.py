"""People who click at a steady pace, as a process of their own: ``python -m tests.benchmarks.surroundings.people SLACK_URL``.

Each list is clicked on once a second, by who sees its newest drawing, whether or not other clicks are answered.
"""

import asyncio
import sys
from contextlib import suppress

from bot.sandbox.slack import Person
from bot.sandbox.slack.person import Refused

A_SECOND, SECONDS = 50, 10


async def _click(url: str) -> None:
    async with Person(url, "U0ANA") as ana:
        for _ in range(A_SECOND):
            await ana.say("/tasks")
        lists = await ana.see(lambda: _lists(ana), 60)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        async with asyncio.TaskGroup() as group:
            for number in range(A_SECOND * SECONDS):
                await asyncio.sleep(begun + number / A_SECOND - loop.time())
                group.create_task(_refresh(ana, lists[number % A_SECOND]))


async def _refresh(ana: Person, ts: str) -> None:
    # Where answers are late, a list is redrawn under the finger: that click never reaches the bot.
    with suppress(Refused):
        await ana.click(ana.memory.messages[ana.channel][ts], "Refresh")


def _lists(ana: Person) -> list[str] | None:
    """The ts of each list, once all are there."""
    stamps = [message["ts"] for message in ana.messages() if "Total" in ana.reads(message)]
    return stamps[-A_SECOND:] if len(stamps) >= A_SECOND else None


if __name__ == "__main__":
    asyncio.run(_click(sys.argv[1]))
