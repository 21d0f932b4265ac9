"""Our own static files: addressed by their digest, so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
import time
from functools import lru_cache
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from boite.web import styles

FOLDER = Path(__file__).parent.parent / "static"


def stamped(path: str) -> str:
    """`css/base.css` as `/static/css/base.css?v=3f2a…`. Raises FileNotFoundError: a missing asset is a mistake."""
    return _stamped(path, int(time.monotonic()))


@lru_cache(maxsize=512)
def _stamped(path: str, second: int) -> str:
    """The file is looked at once a second at most: a page asks for the same picture a hundred times."""
    return f"/static/{path}?v={_digest(path, (FOLDER / path).stat().st_mtime_ns)}"


@lru_cache(maxsize=512)
def _digest(path: str, modified: int) -> str:
    """Ten letters of a file's digest. `modified` renews it while one works on the file."""
    return hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:10]


class _Lasting(StaticFiles):
    """Static files whose stamped addresses never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path == styles.PATH:
            response: Response = Response(styles.joined(), media_type="text/css")
        else:
            response = await super().get_response(path, scope)
        if scope.get("query_string", b"").startswith(b"v="):
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def assets() -> ASGIApp:
    """The application that serves them, compressed."""
    return GZipMiddleware(_Lasting(directory=FOLDER), minimum_size=800)
