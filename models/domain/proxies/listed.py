"""A list of proxies: one a line, in any form of the grammar. Pure."""

from models.domain.errors import BadRequest
from models.domain.proxies.address import ProxyAddress
from models.domain.proxies.grammar import parse_proxy

MOST_PROXIES = 1000
MOST_BYTES = 2_000_000  # of a file: a password may have 4,000
_MOST_REFUSED = 20  # lines that are named


def read_list(text: str) -> tuple[list[ProxyAddress], int]:
    """The proxies in their order, and how many lines were the same as one before. Raise BadRequest with all bad lines.

    Empty lines, and those that begin with ``#``, are passed over. No sentence repeats anything of a line.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if not lines:
        raise BadRequest(
            {"list": "There are no proxies in it. Write one per line, such as host:port:user:password."}
        )
    if len(lines) > MOST_PROXIES:
        raise BadRequest(
            {"list": f"At most {MOST_PROXIES} proxies at a time; this one has {len(lines)}. Split it."}
        )
    found: list[ProxyAddress] = []
    refusals: dict[str, str] = {}
    for number, line in lines:
        try:
            found.append(parse_proxy(line))
        except ValueError as error:
            refusals[f"line {number}"] = f"Line {number}: {error}"
    if refusals:
        named = dict(list(refusals.items())[:_MOST_REFUSED])
        raise BadRequest(named, more=len(refusals) - len(named))
    proxies = list(dict.fromkeys(found))
    return proxies, len(found) - len(proxies)
