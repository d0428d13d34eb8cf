"""Procrastinate: PostgreSQL for all, the job's row is kept. ``python -m … N``: ask for N tasks."""

import asyncio
import os
import sys
import time

import procrastinate

_CONNECTIONS = 10  # one for each task at once; by default there are four
app = procrastinate.App(
    connector=procrastinate.PsycopgConnector(conninfo=os.environ["PEER_DATABASE"], max_size=_CONNECTIONS)
)


@app.task(name="perform")
async def perform(number: int) -> int:
    return number


async def _ask(number: int) -> None:
    async with app.open_async():
        begun = time.time()
        await perform.batch_defer_async(*({"number": n} for n in range(number)))
        sys.stdout.write(f"{time.time() - begun}\n")


if __name__ == "__main__":
    asyncio.run(_ask(int(sys.argv[1])))
