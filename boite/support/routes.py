"""The addresses of this domain."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

commune_pages = PageModule("boite.support.commune_pages")
support_pages = PageModule("boite.support.support_pages")

routes: list[BaseRoute] = [
    Route("/", support_pages.mine, name="mine"),
    Route("/commune", commune_pages.choose, name="commune", methods=["GET", "POST"]),
    Route("/ajout", support_pages.add, name="add", methods=["POST"]),
    Route("/texte", support_pages.forget_text, name="forget_text", methods=["POST"]),
    Route("/structures/{support}", support_pages.edit, name="support", methods=["GET", "POST"]),
    Route("/structures/{support}/referente", support_pages.put_first, name="put_first", methods=["POST"]),
    Route("/structures/{support}/retrait", support_pages.remove, name="remove", methods=["POST"]),
]
