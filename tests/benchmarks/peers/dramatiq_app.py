"""Dramatiq: broker Redis, acknowledged late, results kept in Redis. ``python -m … N``: ask for N tasks."""

import os
import sys
import time

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.results import Results
from dramatiq.results.backends import RedisBackend

_KEPT = 24 * 3600 * 1000  # milliseconds

broker = RedisBroker(url=os.environ["REDIS_URL"])
results = RedisBackend(url=os.environ["REDIS_URL"])
# They are counted: by default they would be gone after ten minutes, and a slow run would never end.
broker.add_middleware(Results(backend=results, store_results=True, result_ttl=_KEPT))
dramatiq.set_broker(broker)


@dramatiq.actor
def perform(number: int) -> int:
    return number


if __name__ == "__main__":
    begun = time.time()
    for n in range(int(sys.argv[1])):
        perform.send(n)
    sys.stdout.write(f"{time.time() - begun}\n")
