"""The addresses of this domain. A place is named by its code: for a structure, its number."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

pages = PageModule("boite.statistics.pages")

routes: list[BaseRoute] = [
    Route("/", pages.index, name="index"),
    Route("/{place}", pages.place, name="place"),
]
