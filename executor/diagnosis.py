"""The diagnosis of a failed visit: what was raised is often only the symptom."""

from executor import limits
from executor.faults import BrowserLost, Fault, ProxyFault, SiteFault, TimedOut
from executor.outcomes import fault_of
from executor.proxy.preflight import check_proxy
from executor.visit import Visit

_SYMPTOMS = (ProxyFault, SiteFault, TimedOut)


def explain(error: Exception, visit: Visit) -> Fault:
    """The fault behind an error, by what the tab and the forwarder have noted meanwhile."""
    fault = fault_of(error, visit.job)
    if not isinstance(fault, _SYMPTOMS):
        return fault
    watchdog, forwarder = visit.tab.watchdog, visit.forwarder
    if isinstance(watchdog.fault, BrowserLost):
        return watchdog.fault
    if forwarder and forwarder.fault:
        return forwarder.fault
    if isinstance(fault, TimedOut) and watchdog.fault:
        return watchdog.fault
    if isinstance(fault, ProxyFault) and not visit.job.proxy:
        return SiteFault("The site cannot be reached.", cause="site_unreachable")
    return fault


async def refine(fault: Fault, visit: Visit) -> Fault:
    """Ask the browser and the proxy themselves: a frozen browser and a silent proxy look like a slow site."""
    if isinstance(fault, TimedOut) and not await visit.tab.browser_answers():
        return BrowserLost("The browser froze.")
    if visit.job.proxy and isinstance(fault, _SYMPTOMS):
        try:
            await check_proxy(visit.job.proxy, visit.job.site_url, limit=limits.PROXY_RECHECK)
        except ProxyFault as dead:
            return dead
    return fault
