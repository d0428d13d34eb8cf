"""Tests of proxies that people ask for: through each to the site's host, as a worker does before a task."""

import asyncio
import time

from executor import limits
from executor.faults import ProxyFault
from executor.proxy.preflight import check_proxy
from models.domain.outcomes import ProxyAnswer
from models.domain.proxies import ProxyAddress


class ProxyTester:
    """All tests of one process: so many at once, each as long as a worker would wait."""

    def __init__(self, site_url: str, *, limit: float = limits.PROXY_CHECK) -> None:
        self._site_url = site_url
        self._limit = limit
        self._room = asyncio.Semaphore(limits.PROXY_TESTS)

    async def __call__(self, number: int, proxy: ProxyAddress) -> ProxyAnswer:
        """How the proxy of this number answers."""
        async with self._room:
            began = time.perf_counter()
            try:
                await check_proxy(proxy, self._site_url, limit=self._limit)
            except ProxyFault as fault:
                return ProxyAnswer(proxy_id=number, failure=fault.sentence)
            return ProxyAnswer(proxy_id=number, seconds=time.perf_counter() - began)
