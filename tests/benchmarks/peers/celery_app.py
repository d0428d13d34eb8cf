"""Celery: broker Redis, acknowledged late, a result row in PostgreSQL. ``python -m … N``: ask for N tasks.

One child does the tasks: with threads each result would get a connection of its own, which is far slower. It has
ten tasks in hand, as many as the other workers do at once, so that it need not wait between two.
"""

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
    task_acks_late=True, task_reject_on_worker_lost=True, task_track_started=True, result_extended=True,
    worker_prefetch_multiplier=10, broker_connection_retry_on_startup=True,
)  # fmt: skip


@app.task(name="perform")
def perform(number: int) -> int:
    return number


if __name__ == "__main__":
    begun = time.time()
    for n in range(int(sys.argv[1])):
        perform.delay(n)
    sys.stdout.write(f"{time.time() - begun}\n")
