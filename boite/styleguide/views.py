"""The pages of the atelier: nothing is read from the database, nothing is kept."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from boite.errors import NotFound
from boite.styleguide.samples import ERRORS, HEAVIEST, PAGES, PAPERS
from boite.web.templating import render

SPRITE = Path(__file__).resolve().parent.parent / "static" / "img" / "icons.svg"
THEMES = ("light", "dark")


async def index(request: Request) -> Response:
    """The list of the pages of the atelier."""
    return render(request, "styleguide/index.html", pages=PAGES, errors=ERRORS, theme=_theme(request))


async def page(request: Request) -> Response:
    """One family of components, in every state. Raises NotFound for a family that does not exist."""
    name = request.path_params["page"]
    if name not in PAGES:
        raise NotFound
    icons = re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")) if name == "icones" else []
    return render(
        request, f"styleguide/{name}.html", heading=PAGES[name], papers=PAPERS, icons=icons, theme=_theme(request)
    )


async def error(request: Request) -> Response:
    """A page of refusal as people see it, but answered 200. Raises NotFound for a status without a page."""
    status = request.path_params["status"]
    if status not in ERRORS:
        raise NotFound
    return render(
        request,
        f"errors/{status}.html",
        lack=36_700_000,
        heaviest=HEAVIEST,
        retry_after=240,
        request_id="7f3a-19c2",
        theme=_theme(request),
    )


def _theme(request: Request) -> str:
    """The theme asked for by `?theme=`, or none: the system of the person then decides."""
    asked = request.query_params.get("theme", "")
    return asked if asked in THEMES else ""
