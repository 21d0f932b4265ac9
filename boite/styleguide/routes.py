"""The map of the atelier; the application leaves it out in production."""

from __future__ import annotations

from starlette.routing import Route

from boite.web.page_modules import PageModule

pages = PageModule("boite.styleguide.pages")

routes = [
    Route("/", pages.index, name="index"),
    Route("/{page}", pages.page, name="page"),
]
PUBLIC = frozenset({"index", "page"})
"""The names that anybody may ask for, without signing in."""
