"""The addresses of the groups' pages, and those of their public files."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

media_pages = PageModule("boite.groups.media_pages")
pages = PageModule("boite.groups.pages")

routes: list[BaseRoute] = [
    Route("/", pages.home, name="home"),
    Route("/{code}/journal", pages.journal, name="journal"),
    Route("/{code}/corbeille", pages.trash, name="trash"),
    Route("/{code}/corbeille/vidage", pages.empty, name="trash_empty", methods=["GET", "POST"]),
]

media_routes: list[BaseRoute] = [
    Route("/{node}/{name}", media_pages.file, name="file"),
    Route("/{node}/apercu/{name}", media_pages.thumbnail, name="thumbnail"),
    Route("/{node}/{width}/{name}", media_pages.picture, name="picture"),
]
PUBLIC_MEDIA = frozenset({"file", "picture", "thumbnail"})
"""The names that anybody may ask for, without signing in."""
