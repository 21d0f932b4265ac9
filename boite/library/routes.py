"""The addresses of this domain: readers first, then the writing desk. A slug comes last."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.library import favourites_routes
from boite.publishing.desk_routes import desk_routes
from boite.web.page_modules import PageModule

desk_pages = PageModule("boite.library.desk_pages")
editor_pages = PageModule("boite.library.editor_pages")
resource_pages = PageModule("boite.library.resource_pages")

routes: list[BaseRoute] = [
    Route("/", resource_pages.resources, name="resources"),
    Route("/redaction/a-verifier", desk_pages.upkeep, name="upkeep"),
    *desk_routes(desk_pages, editor_pages, "resource", {"check": "verification"}),
    *favourites_routes.routes,
    Route("/{slug}", resource_pages.resource, name="resource"),
    Route("/{slug}/sous-titres.vtt", resource_pages.captions, name="subtitles"),
]
PUBLIC = frozenset({"pack", "pack_file", "resource", "resources", "subtitles"})
"""The names that anybody may ask for, without signing in."""
