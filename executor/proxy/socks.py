"""The client's side of SOCKS5 (RFC 1928) with user name and password (RFC 1929)."""

import asyncio
from ipaddress import IPv4Address, IPv6Address, ip_address

from executor.faults import ProxyFault
from models.domain.proxies import ProxyAddress

_VERSION = 5
_NO_LOGIN, _WITH_PASSWORD = 0, 2  # ways to show who asks
_CONNECT = 1
_IPV4, _NAME, _IPV6 = 1, 3, 4  # kinds of address
_ADDRESS_BYTES = {_IPV4: 4, _IPV6: 16}


async def connect(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proxy: ProxyAddress, target: tuple[str, int]
) -> None:
    """Bring a fresh connection to the proxy to the state where it carries bytes to ``target``."""
    await _greet(reader, writer, proxy)
    writer.write(bytes([_VERSION, _CONNECT, 0]) + _address(target[0]) + target[1].to_bytes(2))
    version, answer, _, kind = await reader.readexactly(4)
    _check_version(proxy, version)
    if answer:
        raise ProxyFault(f"{proxy.label} answers {answer} for the site.", cause="proxy_refused")
    length = _ADDRESS_BYTES.get(kind) or (await reader.readexactly(1))[0]
    await reader.readexactly(length + 2)  # where the proxy connects from; nobody asks


async def _greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, proxy: ProxyAddress) -> None:
    ways = [_NO_LOGIN, _WITH_PASSWORD] if proxy.username else [_NO_LOGIN]
    writer.write(bytes([_VERSION, len(ways), *ways]))
    version, way = await reader.readexactly(2)
    _check_version(proxy, version)
    if way not in ways:
        raise ProxyFault(f"{proxy.label} wants another user name or password.", cause="proxy_auth")
    if way == _WITH_PASSWORD:
        user, password = proxy.username.encode(), proxy.password.encode()
        writer.write(bytes([1, len(user)]) + user + bytes([len(password)]) + password)
        if (await reader.readexactly(2))[1]:
            raise ProxyFault(f"{proxy.label} refuses the user name or password.", cause="proxy_auth")


def _check_version(proxy: ProxyAddress, version: int) -> None:
    if version != _VERSION:
        raise ProxyFault(f"{proxy.label} is not a SOCKS5 proxy.", cause="proxy_wrong_kind")


def _address(host: str) -> bytes:
    try:
        address: IPv4Address | IPv6Address = ip_address(host)
    except ValueError:
        name = host.encode("idna")
        return bytes([_NAME, len(name)]) + name
    kind = _IPV4 if isinstance(address, IPv4Address) else _IPV6
    return bytes([kind]) + address.packed
