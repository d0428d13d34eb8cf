"""``/metrics`` of a process, on a port of its own: Slack's public one knows nothing of it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, REGISTRY, CollectorRegistry, generate_latest

from bot import clock
from bot.monitoring.collector import MetricsCollector, metric_families
from bot.monitoring.readiness import Readiness
from bot.server import bounds
from bot.server.port import Port
from bot.settings import METRICS_PORTS, Settings
from models.database import AWAY
from models.monitoring.gauges import Gauges, Tracker

_PATIENCE = 8.0  # seconds for the database: Prometheus gives up after ten
_OFFSETS = {"bot": range(1), "scheduler": range(1, 2), "worker": range(2, METRICS_PORTS)}
"""Where each kind listens, behind BELLHOP_METRICS_PORT: the first that is free."""
_log = structlog.get_logger()


@asynccontextmanager
async def served(config: Settings, kind: str, readiness: Readiness) -> AsyncGenerator[None]:
    """Listen for as long as the block runs. Where no port is free the process runs unwatched, and says so."""
    if not config.metrics_port:
        yield
        return
    listening = Port(_app(kind, readiness), bounds.private())
    try:
        await _listen(listening, config, kind)
        yield
    finally:
        await listening.cleanup()


async def _listen(listening: Port, config: Settings, kind: str) -> None:
    for offset in _OFFSETS[kind]:
        port = config.metrics_port + offset
        try:
            await listening.listen(config.metrics_host, port)
        except OSError as error:
            _log.debug("port not free", port=port, error=str(error))
            continue
        _log.info("metrics", host=config.metrics_host, port=port)
        return
    _log.warning("no metrics: no port is free", first=config.metrics_port + _OFFSETS[kind].start)


def _app(kind: str, readiness: Readiness) -> web.Application:
    """The database's gauges come from bot and scheduler: a crowd of workers would only ask the same."""
    tracker = None if kind == "worker" else Tracker()

    async def metrics(_request: web.Request) -> web.Response:
        body = generate_latest(REGISTRY)
        if tracker is not None:
            body = await _of_the_database(tracker) + body
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    app = web.Application()
    app.router.add_get("/metrics", metrics)
    readiness.join(app)
    return app


async def _of_the_database(tracker: Tracker) -> bytes:
    now = clock.now()
    gauges: Gauges | None = None
    try:
        async with asyncio.timeout(_PATIENCE):
            gauges = await tracker.gauges(now=now)
    except AWAY as error:
        _log.warning("database away", error=type(error).__name__)
    registry = CollectorRegistry()
    registry.register(MetricsCollector(metric_families(gauges, now=now)))
    return generate_latest(registry)
