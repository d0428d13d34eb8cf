"""Dramatiq: broker Redis, results kept in Redis. ``python -m … N``: ask for N tasks."""

import os
import sys
import time

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.results import Results
from dramatiq.results.backends import RedisBackend

broker = RedisBroker(url=os.environ["REDIS_URL"])
broker.add_middleware(Results(backend=RedisBackend(url=os.environ["REDIS_URL"]), store_results=True))
dramatiq.set_broker(broker)


@dramatiq.actor
def perform(number: int) -> int:
    return number


if __name__ == "__main__":
    begun = time.time()
    for n in range(int(sys.argv[1])):
        perform.send(n)
    sys.stdout.write(f"{time.time() - begun}\n")
