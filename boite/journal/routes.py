"""The addresses of this domain."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.journal import pages

routes: list[BaseRoute] = [
    Route("/", pages.mine, name="mine"),
    Route("/vu", pages.see, methods=["POST"], name="see"),
]
