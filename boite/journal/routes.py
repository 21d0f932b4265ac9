"""The addresses of this domain."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

pages = PageModule("boite.journal.pages")

routes: list[BaseRoute] = [
    Route("/", pages.mine, name="mine"),
    Route("/vu", pages.see, methods=["POST"], name="see"),
]
