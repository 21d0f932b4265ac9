"""The addresses of this domain. A page and the form that it posts share an address and a name."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

departure_pages = PageModule("boite.boxes.departure_pages")
opening_pages = PageModule("boite.boxes.opening_pages")

routes: list[BaseRoute] = [
    Route("/nouvelle", opening_pages.start, name="open"),
    Route("/nouvelle", opening_pages.create, name="open", methods=["POST"]),
    Route("/carte", opening_pages.card, name="card"),
    Route("/carte", opening_pages.noted, name="card", methods=["POST"]),
    Route("/emporter", departure_pages.leave, name="leave"),
    Route("/emporter/ma-boite.zip", departure_pages.download, name="export"),
    Route("/fermeture", departure_pages.close, name="closing"),
    Route("/fermeture", departure_pages.ask, name="closing", methods=["POST"]),
    Route("/fermeture/annulation", departure_pages.keep, name="keep", methods=["POST"]),
]
PUBLIC = frozenset({"open"})
"""The names that anybody may ask for, without signing in."""
