"""Rate limits: a window of a minute per method, and about one post a second per channel."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass

from .clock import Clock
from .refusals import RateLimited

WINDOW_SECONDS = 60.0
# Calls a minute by tier. t5 is Slack's "special": "several hundred".
TIERS = {"t1": 1, "t2": 20, "t3": 50, "t4": 100, "t5": 300}
POSTS_PER_SECOND = 1.0
# Slack tolerates short bursts without saying how many.
BURST = 3


@dataclass
class Bucket:
    """Posts a channel may still take right now."""

    tokens: float
    filled: float


class Rates:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._channels: dict[str, Bucket] = {}

    def count(self, method: str, tier: str) -> None:
        """One more call of this method, unless the window is full."""
        now = self._clock.now()
        calls = self._calls[method]
        while calls and calls[0] <= now - WINDOW_SECONDS:
            calls.popleft()
        if len(calls) >= TIERS[tier]:
            raise RateLimited(math.ceil(calls[0] + WINDOW_SECONDS - now))
        calls.append(now)

    def post(self, channel_id: str) -> None:
        """One more post to this channel, unless it had too many just now."""
        now = self._clock.now()
        bucket = self._channels.setdefault(channel_id, Bucket(BURST, now))
        bucket.tokens = min(BURST, bucket.tokens + (now - bucket.filled) * POSTS_PER_SECOND)
        bucket.filled = now
        if bucket.tokens < 1:
            raise RateLimited(math.ceil((1 - bucket.tokens) / POSTS_PER_SECOND))
        bucket.tokens -= 1
