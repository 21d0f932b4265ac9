"""Our own static files, served: those of a stamped address (`stamps`) for good."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from boite.web import styles
from boite.web.headers import ASSET_POLICY
from boite.web.stamps import FOLDER


class _Lasting(StaticFiles):
    """Static files whose stamped addresses never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path == styles.PATH:
            response: Response = Response(styles.joined(), media_type="text/css")
        else:
            response = await super().get_response(path, scope)
        response.headers["content-security-policy"] = ASSET_POLICY
        if scope.get("query_string", b"").startswith(b"v="):
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def assets() -> ASGIApp:
    """The application that serves them, compressed."""
    return GZipMiddleware(_Lasting(directory=FOLDER), minimum_size=400)
