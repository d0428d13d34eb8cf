"""A local Slack as a process of its own: the real one does not share the bot's processor time either.

``python -m tests.benchmarks.surroundings.local_slack PORT [REQUEST_URL]``; ends when its standard input does.
"""

import asyncio
import gc
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

from bot.sandbox.redis import free_port, wait_for_port
from bot.sandbox.slack import LocalSlack


@contextmanager
def local_slack(request_url: str | None) -> Generator[str]:
    """Its URL, for as long as the block runs."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.surroundings.local_slack",
        str(port),
        *filter(None, [request_url]),
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        wait_for_port(port, process, 20)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.communicate(timeout=20)


async def _serve(port: int, request_url: str | None) -> None:
    slack = LocalSlack(request_url=request_url)
    slack.switches.set({"latency_ms": [0, 0], "rate_limits": False})
    await slack.start(port=port)
    await asyncio.to_thread(sys.stdin.read)
    await slack.aclose()


if __name__ == "__main__":
    gc.disable()  # the clock that times the bot must not stand still itself; its books only grow
    asyncio.run(_serve(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
