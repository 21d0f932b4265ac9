"""The addresses of this domain: readers first, then the writing desk. A slug comes last."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.library import favourites_routes
from boite.web.page_modules import PageModule

desk_pages = PageModule("boite.library.desk_pages")
editor_pages = PageModule("boite.library.editor_pages")
reading_pages = PageModule("boite.library.reading_pages")
step_pages = PageModule("boite.library.step_pages")

ONE = "/redaction/{resource}"


def _post(path: str, name: str) -> Route:
    return Route(path, step_pages.made_by("gesture", name), methods=["POST"], name=name)


routes: list[BaseRoute] = [
    Route("/", reading_pages.resources, name="resources"),
    Route("/redaction", desk_pages.mine, name="mine"),
    Route("/redaction/a-valider", desk_pages.queue, name="queue"),
    Route("/redaction/a-verifier", desk_pages.upkeep, name="upkeep"),
    Route("/redaction/nouvelle", editor_pages.new, methods=["GET", "POST"], name="new"),
    Route(ONE, desk_pages.show, name="desk"),
    Route(f"{ONE}/texte", editor_pages.edit, methods=["GET", "POST"], name="edit"),
    _post(f"{ONE}/proposition", "propose"),
    _post(f"{ONE}/proposition/annulation", "take_back"),
    _post(f"{ONE}/renvoi", "send_back"),
    _post(f"{ONE}/publication", "publish"),
    _post(f"{ONE}/verification", "check"),
    _post(f"{ONE}/retrait", "withdraw"),
    _post(f"{ONE}/retrait/annulation", "restore"),
    _post(f"{ONE}/ecart", "set_aside"),
    _post(f"{ONE}/ecart/annulation", "recover"),
    *favourites_routes.routes,
    Route("/{slug}", reading_pages.resource, name="resource"),
    Route("/{slug}/sous-titres.vtt", reading_pages.captions, name="subtitles"),
]
PUBLIC = frozenset({"pack", "pack_file", "resource", "resources", "subtitles"})
"""The names that anybody may ask for, without signing in."""
