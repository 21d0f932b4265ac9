"""The addresses of this domain."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.journal import views

routes: list[BaseRoute] = [
    Route("/", views.mine, name="mine"),
    Route("/vu", views.see, methods=["POST"], name="see"),
]
