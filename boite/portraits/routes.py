"""The addresses of the portraits. That of a territory is its code, which never changes."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

group_words_pages = PageModule("boite.portraits.group_words_pages")
pages = PageModule("boite.portraits.pages")

routes: list[BaseRoute] = [
    Route("/", pages.index, name="index"),
    Route("/{slug}", pages.portrait, name="portrait"),
    Route("/{slug}/chiffres.csv", pages.figures, name="figures"),
    Route("/{slug}/{question}", group_words_pages.edit, name="edit", methods=["GET", "POST"]),
]
PUBLIC = frozenset({"figures", "index", "portrait"})
"""The names that anybody may ask for, without signing in."""
