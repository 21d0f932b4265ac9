"""The addresses of this domain. `{nodes}` is one identifier, or several set apart by commas."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.files import (
    adding,
    browsing,
    gestures,
    placing,
    reading,
    searching,
    sending,
    trash_pages,
    version_pages,
    writing_pages,
)

BOTH = ["GET", "POST"]

routes: list[BaseRoute] = [
    Route("/", browsing.home, name="home"),
    Route("/types/{code}", browsing.by_type, name="by_type"),
    Route("/recherche", searching.search, name="search"),
    Route("/dossiers", browsing.folders, name="folders"),
    Route("/dossiers/{node}", browsing.browse, name="browse"),
    Route("/dossiers/{node}/nouveau", gestures.folder_new, name="folder_new", methods=BOTH),
    Route("/dossiers/{node}/notes/nouvelle", writing_pages.note_new, name="note_new", methods=BOTH),
    Route("/dossiers/{node}/liens/nouveau", writing_pages.link_new, name="link_new", methods=BOTH),
    Route("/dossiers/{node}/contacts/nouveau", writing_pages.contact_new, name="contact_new", methods=BOTH),
    Route("/ajouter", adding.add, name="add"),
    Route("/ajouter", adding.deposit_form, name="deposit", methods=["POST"]),
    Route("/depots", adding.unfinished, name="uploads"),
    Route("/depots/{upload}/abandon", adding.abandon, name="abandon", methods=["POST"]),
    Route("/selection", placing.choose, name="selection", methods=["POST"]),
    Route("/papiers/{node}", reading.paper, name="paper"),
    Route("/papiers/{node}/nom", gestures.rename, name="rename", methods=BOTH),
    Route("/papiers/{node}/type", gestures.classify, name="classify", methods=BOTH),
    Route("/papiers/{node}/texte", writing_pages.edit, name="edit", methods=BOTH),
    Route("/papiers/{nodes}/deplacement", placing.move, name="move", methods=BOTH),
    Route("/papiers/{nodes}/copie", placing.copy, name="copy", methods=BOTH),
    Route("/papiers/{nodes}/corbeille", placing.discard, name="discard", methods=["POST"]),
    Route("/papiers/{node}/suppression", gestures.erase, name="erase", methods=BOTH),
    Route("/papiers/{nodes}/zip", sending.archive, name="zip"),
    Route("/papiers/{node}/contenu", sending.content, name="content"),
    Route("/papiers/{node}/versions/{number}/contenu", sending.version, name="version"),
    Route("/papiers/{node}/versions/{number}/retour", version_pages.restore, name="version_restore", methods=["POST"]),
    Route("/papiers/{node}/versions/{number}/suppression", version_pages.purge, name="version_purge", methods=BOTH),
    Route("/apercus/{preview}", sending.picture, name="picture"),
    Route("/corbeille", trash_pages.trash, name="trash"),
    Route("/corbeille/vidage", trash_pages.empty, name="trash_empty", methods=BOTH),
    Route("/corbeille/{discards}/retour", trash_pages.restore, name="restore", methods=["POST"]),
    Route("/corbeille/{discard}/suppression", trash_pages.purge, name="purge", methods=BOTH),
]
