"""arq: Redis for all, results kept there. ``python -m … N``: ask for N tasks."""

import asyncio
import os
import sys
import time
from typing import Any

from arq import create_pool
from arq.connections import RedisSettings

LOGS = {"version": 1, "disable_existing_loggers": False}
"""Quiet, as the other workers are: by default it writes two lines of each task."""
_REDIS = RedisSettings.from_dsn(os.environ["REDIS_URL"])


async def perform(_context: dict[str, Any], number: int) -> int:
    return number


class WorkerSettings:
    functions = (perform,)
    redis_settings = _REDIS
    max_jobs = 10
    keep_result_forever = True
    poll_delay = 0.05


async def _ask(number: int) -> None:
    pool = await create_pool(_REDIS)
    begun = time.time()
    for n in range(number):
        await pool.enqueue_job("perform", n)
    sys.stdout.write(f"{time.time() - begun}\n")


if __name__ == "__main__":
    asyncio.run(_ask(int(sys.argv[1])))
