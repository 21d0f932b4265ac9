"""`/metrics`: closed unless an operator opened it, by a token or for some addresses."""

from __future__ import annotations

import hmac

from starlette.requests import Request
from starlette.responses import Response

from boite.administration.metrics import CONTENT_TYPE, exposed
from boite.errors import NotFound
from boite.settings import Settings
from boite.web.client_network import is_among, is_proven


async def metrics(request: Request) -> Response:
    """The numbers of the service and of this process. Raises NotFound for who may not read them."""
    settings: Settings = request.app.state.settings
    if not (_has_token(request, settings.metrics_token) or _comes_from(request, settings)):
        raise NotFound
    return Response(await exposed(request.app), media_type=CONTENT_TYPE)


def _has_token(request: Request, token: str) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return bool(token) and kind.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def _comes_from(request: Request, settings: Settings) -> bool:
    """Whether the client is surely in one of the networks that read them without a token."""
    if request.client is None or not is_proven(request.scope, settings.trusted_proxies):
        return False
    return is_among(request.client.host, settings.metrics_addresses)
