"""What each process counts of itself, from its start on. What is true of the whole is in ``gauges``.

Defined here so that every room can count; a process shows only what it has met. ``docs/running/metrics.md`` lists them.
"""

from prometheus_client import Counter, Histogram, disable_created_metrics

disable_created_metrics()  # a second series for each first, that nobody reads

SLACK_REQUESTS = Counter(
    "bellhop_slack_requests_total",
    "Calls of Slack's Web API, and answers to a response_url. result: ok, Slack's error code, an HTTP status, or no_answer",
    ("method", "result"),
)
SLACK_RATELIMITED = Counter(
    "bellhop_slack_ratelimited_total", "Calls of the Web API that Slack answered with 429"
)
ACK_SECONDS = Histogram(
    "bellhop_ack_seconds",
    "From a delivery of Slack to its acknowledgement; Slack waits for 3 s",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
)
WAIT_SECONDS = Histogram(
    "bellhop_wait_seconds",
    "From the request of an attempt to its claim by a worker",
    ("type",),
    buckets=(1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 24 * 3600),
)
ATTEMPT_SECONDS = Histogram(
    "bellhop_attempt_seconds",
    "From the claim of an attempt to its end. status: how it ended",
    ("type", "status"),
    buckets=(1, 2, 5, 10, 20, 30, 60, 90, 120, 180),
)
PROXY_BYTES = Counter(
    "bellhop_proxy_bytes_total",
    "Bytes that attempts carried through the proxies of accounts, both ways",
    ("type",),
)
BROWSER_LAUNCHES = Counter(
    "bellhop_browser_launches_total", "Browsers started, or connected to. result: ok, failed", ("result",)
)
REFUSED = Counter("bellhop_refused_total", "Attempts of people to do what they may not")
