"""Celery: broker Redis, acknowledged late, a result row in PostgreSQL. ``python -m … N``: ask for N tasks."""

import os
import sys
import time

from celery import Celery

app = Celery(
    "peer",
    broker=os.environ["REDIS_URL"],
    backend=f"db+{os.environ['PEER_DATABASE'].replace('postgres:', 'postgresql+psycopg2:')}",
)
app.conf.update(
    task_acks_late=True, task_track_started=True, worker_prefetch_multiplier=1, result_extended=True,
    broker_connection_retry_on_startup=True,
)  # fmt: skip


@app.task(name="perform")
def perform(number: int) -> int:
    return number


if __name__ == "__main__":
    begun = time.time()
    for n in range(int(sys.argv[1])):
        perform.delay(n)
    sys.stdout.write(f"{time.time() - begun}\n")
