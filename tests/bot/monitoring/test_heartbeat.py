"""Each process has a name of its own, also where another one has its host's name and its number."""

import asyncio
import sys

from bot.monitoring import heartbeat

_TELL = (
    "import os, socket; os.getpid = lambda: 1; socket.gethostname = lambda: 'host'; "
    "from bot.monitoring import heartbeat; print(heartbeat.name(), heartbeat.name())"
)


async def _names() -> list[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _TELL, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    return told.decode().split()


async def test_the_first_process_of_each_of_two_containers_with_one_host_name_is_another() -> None:
    one, other = await asyncio.gather(_names(), _names())

    assert one[0] == one[1]
    assert one[0] != other[0]
    assert {name.rpartition(":")[0] for name in one + other} == {"host:1"}


def test_a_process_keeps_its_name() -> None:
    assert heartbeat.name() == heartbeat.name()
