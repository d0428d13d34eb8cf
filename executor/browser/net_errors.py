"""The browser's network errors (``net::ERR_...``), told apart by what failed: proxy, site or network."""

import re

from executor.faults import Fault, ProxyFault, SiteFault

BLOCKED = "ERR_BLOCKED_BY_CLIENT"  # what the tab's own guard lets a request fail with
_CODE = re.compile(r"ERR_[A-Z0-9_]+")
_PROXY = re.compile(r"ERR_(PROXY_|TUNNEL_|SOCKS_|NO_SUPPORTED_PROXIES|UNEXPECTED_PROXY_AUTH)")
_UNREACHABLE = re.compile(r"ERR_(NAME_|CONNECTION_|ADDRESS_|INTERNET_|EMPTY_RESPONSE|SOCKET_|TIMED_OUT)")


def network_code(text: str) -> str:
    """The error's own name in a browser's message, or nothing.

    >>> network_code("Page.goto: net::ERR_EMPTY_RESPONSE at http://site.example/")
    'ERR_EMPTY_RESPONSE'
    """
    match = _CODE.search(text)
    return match.group() if match else ""


def network_fault(text: str) -> Fault:
    """The fault behind a failed load: the proxy's or the site's."""
    code = network_code(text)
    if _PROXY.search(code):
        return ProxyFault("The proxy closed the connection.", cause="proxy_closed")
    if code == BLOCKED:
        return led_away()
    if code == "ERR_TOO_MANY_REDIRECTS":
        return SiteFault("The site redirects in a loop.", cause="redirect_loop")
    if _UNREACHABLE.search(code):
        return SiteFault(f"The site does not answer ({code}).", cause="site_unreachable")
    return SiteFault(f"The site could not be loaded ({code or 'no reason given'}).", cause="network")


def led_away() -> Fault:
    """The fault of a page that is not, or would not be, of the configured scheme, host and port."""
    return SiteFault("The site redirected to another site.", cause="led_away", retryable=False)
