"""The map of the atelier; the application leaves it out in production."""

from __future__ import annotations

from starlette.routing import Route

from boite.styleguide import views

routes = [
    Route("/", views.index, name="index"),
    Route("/{page}", views.page, name="page"),
]
