"""The addresses of this domain. A page and the gesture of its form share an address and a name."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.boxes import leaving_views, opening_views

routes: list[BaseRoute] = [
    Route("/nouvelle", opening_views.start, name="open"),
    Route("/nouvelle", opening_views.create, name="open", methods=["POST"]),
    Route("/carte", opening_views.card, name="card"),
    Route("/carte", opening_views.noted, name="card", methods=["POST"]),
    Route("/emporter", leaving_views.leave, name="leave"),
    Route("/emporter/ma-boite.zip", leaving_views.download, name="export"),
    Route("/fermeture", leaving_views.close, name="closing"),
    Route("/fermeture", leaving_views.ask, name="closing", methods=["POST"]),
    Route("/fermeture/annulation", leaving_views.keep, name="keep", methods=["POST"]),
]
