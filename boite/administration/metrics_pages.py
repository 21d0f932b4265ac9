"""`/metrics`: closed unless an operator opened it, by a token or for some addresses."""

from __future__ import annotations

import hmac
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import Request
from starlette.responses import Response

from boite.administration.metrics import CONTENT_TYPE, exposed
from boite.errors import NotFound
from boite.settings import Settings


async def metrics(request: Request) -> Response:
    """The numbers of the service and of this process. Raises NotFound for who may not read them."""
    settings: Settings = request.app.state.settings
    if not (_has_token(request, settings.metrics_token) or _comes_from(request, settings.metrics_addresses)):
        raise NotFound
    return Response(await exposed(request.app), media_type=CONTENT_TYPE)


def _has_token(request: Request, token: str) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return bool(token) and kind.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def _comes_from(request: Request, networks: str) -> bool:
    """Whether the client, as trusted proxies name it, is in one of these networks."""
    if not networks or request.client is None:
        return False
    try:
        found = ip_address(request.client.host.partition("%")[0])
    except ValueError:
        return False
    address = (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
    return any(each == "*" or address in ip_network(each) for each in networks.split(","))
