"""The network that asks: what limits are counted by. No page looks at an address otherwise."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

HOME = 64
"""Bits that one subscriber's line has in common: they choose the others, and have 2⁶⁴ of them (RFC 6177)."""


def network(request: Request) -> str:
    """The network of whoever asks; empty where there is none (a socket of the machine)."""
    return of_address(request.client.host) if request.client else ""


def of_address(host: str) -> str:
    """An address of IPv4 as it is, one of IPv6 by its /64, whatever was written about its interface."""
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> HOME << HOME)}/{HOME}"
