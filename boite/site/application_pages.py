"""What makes the site an application that one may install: manifest, service worker, page without a line."""

from __future__ import annotations

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from boite.web.stamps import FOLDER, stamped
from boite.web.styles import address as styles
from boite.web.templating import render

WORKER = "js/worker.js"
SIZES = (192, 512)


async def manifest(request: Request) -> Response:
    """The name, the pictures and the way in of the installed application (W3C, Web Application Manifest)."""
    icons = [_icon(f"img/icon-{size}.png", size, "any") for size in SIZES]
    path_for = request.app.url_path_for
    said = {
        "id": "/?app",
        "name": "Ma boîte SPRO",
        "short_name": "Ma boîte",
        "description": "Vos papiers utiles à votre parcours, gardés au même endroit et accessibles de partout.",
        "start_url": f"{path_for('site:home')}?app",
        "scope": "/",
        "display": "standalone",
        "lang": "fr",
        "dir": "ltr",
        "background_color": "#fffcf6",
        "theme_color": "#e4cca3",
        "icons": [*icons, _icon("img/icon-maskable-512.png", 512, "maskable")],
        "shortcuts": [{"name": "Mes messages", "url": path_for("notifications:messages")}],
    }
    return JSONResponse(said, headers={"cache-control": "no-cache"}, media_type="application/manifest+json")


def _icon(path: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": stamped(path), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


async def worker(request: Request) -> Response:
    """The service worker. At the root: under `/static/` it would see nothing else (W3C, Service Workers)."""
    # A browser takes another one where a byte changed: so does the page that it keeps, when our style changes.
    script = f"// {styles()}\n{_script((FOLDER / WORKER).stat().st_mtime_ns)}"
    return Response(script, headers={"cache-control": "no-cache"}, media_type="text/javascript")


@lru_cache(maxsize=2)
def _script(modified: int) -> str:
    return (FOLDER / WORKER).read_text(encoding="utf-8")


async def offline(request: Request) -> Response:
    """What the service worker shows where there is no line."""
    return render(request, "site/offline.html")
