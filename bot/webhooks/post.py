"""Posts to an address that a person chose: by TLS, to the public network only, without redirects, for a few seconds.

The addresses that were checked are the ones connected to: a name cannot mean another machine a moment later. Where the
settings name a proxy, that one looks names up, and guards what it reaches.
"""

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.slack.network import DIRECT, Network
from models.domain.addresses import Origin, origin

SECONDS = 10.0  # for all of it
LONGEST = 2000  # characters of an address
_EMBEDDED = ip_network("64:ff9b::/96")  # an IPv4 address in the last 32 bits
_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
_ERRORS = 500  # and above: the other side's fault


class NotTaken(Exception):
    """The other side has not taken it: a few words that name neither its address nor a key.

    ``again``: it may at another try. ``unsure``: it may have taken it all the same.
    """

    def __init__(self, why: str, *, again: bool, unsure: bool = False) -> None:
        super().__init__(why)
        self.again, self.unsure = again, unsure


@dataclass(frozen=True, kw_only=True)
class Poster:
    """``inside``: addresses of this machine and of private networks are good as well, and so is plain http."""

    network: Network = DIRECT
    inside: bool = False

    def refusal(self, url: str) -> str:
        """Why nothing will ever be posted to an address, as a sentence; empty: it may be."""
        there = origin(url) if len(url) <= LONGEST else None
        if there is None or (there.scheme == "http" and not self.inside):
            return "Write a whole address that begins with https://."
        try:
            literal = ip_address(there.host)
        except ValueError:
            return ""
        return "" if self.inside or is_public(literal) else "That address is in a private network."

    async def post(self, url: str, sent: bytes, headers: Mapping[str, str]) -> int:
        """Return the status of the answer, which is 200 to 299; its body is not read. Raise NotTaken."""
        there = origin(url)
        if there is None or self.refusal(url):
            raise NotTaken("its address may not be used", again=False)
        try:
            async with asyncio.timeout(SECONDS):
                status = await self._post(url, there, sent, headers)
        except TimeoutError as error:
            raise NotTaken(f"no answer within {SECONDS:.0f} s", again=True, unsure=True) from error
        except aiohttp.ClientSSLError as error:
            raise NotTaken("its certificate is not trusted", again=True) from error
        except aiohttp.ClientConnectorError as error:
            raise NotTaken("it cannot be reached", again=True) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NotTaken("the connection broke off", again=True, unsure=True) from error
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return status
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise NotTaken(f"it answered {status}, a redirect, which is not followed", again=False)
        raise NotTaken(f"it answered {status}", again=status in _LATER or status >= _ERRORS)

    async def _post(self, url: str, there: Origin, sent: bytes, headers: Mapping[str, str]) -> int:
        proxy = self.network.proxy_for(url)
        connector = aiohttp.TCPConnector(
            ssl=self.network.tls,
            resolver=None if proxy else _Checked(await self._resolved(there)),
            use_dns_cache=False,
            force_close=True,
        )
        async with (
            aiohttp.ClientSession(connector=connector, trust_env=False, auto_decompress=False) as session,
            session.post(url, data=sent, headers=headers, proxy=proxy, allow_redirects=False) as answer,
        ):
            return answer.status

    async def _resolved(self, there: Origin) -> list[str]:
        """The addresses of a host; NotTaken where one of them is none of the public network."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                there.host, there.port, type=socket.SOCK_STREAM
            )
        except OSError as error:
            raise NotTaken("its name is not known", again=True) from error
        hosts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self.inside and not all(is_public(ip_address(host.partition("%")[0])) for host in hosts):
            raise NotTaken("its name leads into a private network", again=False)
        return hosts


class _Checked(AbstractResolver):
    """Knows the addresses that were checked, and asks nobody again."""

    def __init__(self, hosts: list[str]) -> None:
        self._hosts = hosts

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        del family
        return [
            ResolveResult(
                hostname=host,
                host=own,
                port=port,
                family=socket.AF_INET6 if ":" in own else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for own in self._hosts
        ]

    async def close(self) -> None:
        """Nothing is open."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public network, also by the IPv4 address that it carries.

    >>> [is_public(ip_address(text)) for text in ("93.184.215.14", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False]
    """
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour
        if address in _EMBEDDED:
            carried = IPv4Address(int(address) & 0xFFFF_FFFF)
        if carried is not None:
            return is_public(carried)
        if address.teredo or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)
