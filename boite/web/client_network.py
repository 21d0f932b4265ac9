"""The network that asks: what limits are counted by. No page looks at an address otherwise."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import Request
from starlette.types import Scope

HOME = 64
"""Bits that one subscriber's line has in common: they choose the others, and have 2⁶⁴ of them (RFC 6177)."""


def network(request: Request) -> str:
    """The network of the client; empty where there is none (a local socket)."""
    return of_address(request.client.host) if request.client else ""


def is_unbelieved(scope: Scope) -> bool:
    """Whether somebody in between says for whom they speak, and is not among our proxies: then all look like one.

    uvicorn puts the client that a trusted proxy names in place of the proxy, without its port.
    """
    client = scope.get("client")
    forwarded = any(name == b"x-forwarded-for" for name, _ in scope["headers"])
    return bool(forwarded and client and client[1])


def is_from_proxy(scope: Scope, networks: str) -> bool:
    """Whether a proxy of ours speaks: uvicorn believed its X-Forwarded-For, or it asks for itself."""
    client = scope.get("client")
    return client is not None and (not client[1] or is_among(client[0], networks))


def is_proven(scope: Scope, proxies: str) -> bool:
    """Whether the address of the client is more than its own word: not that of somebody in between who speaks for
    others and is not of ours, nor what uvicorn takes where all that was forwarded is of our proxies (« * »).
    """
    client = scope.get("client")
    if client is None or is_unbelieved(scope):
        return False
    return bool(client[1]) or not is_among(client[0], proxies)


def is_among(host: str, networks: str) -> bool:
    """Whether this address is in one of these networks, written as settings are; « * » holds all of them."""
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    address = (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
    return any(each == "*" or address in ip_network(each) for each in networks.split(",") if each)


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
