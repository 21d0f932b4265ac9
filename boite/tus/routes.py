"""The addresses of this face: one for all deposits, one for each."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

handler = PageModule("boite.tus.handler")

routes: list[BaseRoute] = [
    Route("/", handler.options, methods=["OPTIONS"], name="options"),
    Route("/", handler.declare, methods=["POST"], name="declare"),
    Route("/{upload}", handler.options, methods=["OPTIONS"], name="options"),
    # POST: for networks that let no other method through (X-HTTP-Method-Override).
    Route("/{upload}", handler.upload, methods=["HEAD", "PATCH", "DELETE", "POST"], name="upload"),
]
PUBLIC = frozenset({"options"})
"""The names that anybody may ask for, without signing in."""
