"""Proxies: their address and its limits, and the one grammar by which an address is read."""

from models.domain.proxies.address import ProxyAddress, ProxyTrouble, refusal
from models.domain.proxies.grammar import parse_proxy

__all__ = ["ProxyAddress", "ProxyTrouble", "parse_proxy", "refusal"]
