"""Which addresses of machines are those of the internet, and which are set apart: ours, a neighbour's, a translator's.

The two lists are those of the IANA registries of special-purpose addresses (RFC 6890: iana-ipv4-special-registry and
iana-ipv6-special-registry), whole, also where the registry calls a range reachable: no site answers there. They are
written here because those of Python change with its versions.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address

_LIST_4 = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24
192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4
240.0.0.0/4
"""
_LIST_6 = "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20"
SPECIAL_4 = tuple(map(IPv4Network, _LIST_4.split()))
"""Those of version 4, and groups of machines (RFC 5771)."""
GLOBAL_6 = IPv6Network("2000::/3")
"""The only part of version 6 where machines of the internet are (RFC 4291)."""
SPECIAL_6 = tuple(map(IPv6Network, _LIST_6.split()))
"""What is set apart within it: Teredo and 6to4 hide an address of version 4, others are for examples or benches."""
TRANSLATED = IPv6Network("64:ff9b::/96")
"""Where a network of version 6 alone sees the machines of version 4 (RFC 6052): as public as these are."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet's: neither ours, nor a neighbour's, nor a group's."""
    if isinstance(address, IPv4Address):
        return not any(address in special for special in SPECIAL_4)
    if address in TRANSLATED:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in GLOBAL_6 and not any(address in special for special in SPECIAL_6)
