"""The addresses of this domain. `{nodes}` is one identifier, or several set apart by commas."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

adding_pages = PageModule("boite.files.adding_pages")
browse_pages = PageModule("boite.files.browse_pages")
content_pages = PageModule("boite.files.content_pages")
late_detail_pages = PageModule("boite.files.late_detail_pages")
move_pages = PageModule("boite.files.move_pages")
paper_edit_pages = PageModule("boite.files.paper_edit_pages")
paper_pages = PageModule("boite.files.paper_pages")
search_pages = PageModule("boite.files.search_pages")
trash_pages = PageModule("boite.files.trash_pages")
version_pages = PageModule("boite.files.version_pages")
writing_pages = PageModule("boite.files.writing_pages")

BOTH = ["GET", "POST"]

routes: list[BaseRoute] = [
    Route("/", browse_pages.home, name="home"),
    Route("/types/{code}", browse_pages.by_type, name="by_type"),
    Route("/recherche", search_pages.search, name="search"),
    Route("/dossiers", browse_pages.folders, name="folders"),
    Route("/dossiers/{node}", browse_pages.browse, name="browse"),
    Route("/dossiers/{node}/nouveau", paper_edit_pages.folder_new, name="folder_new", methods=BOTH),
    Route("/dossiers/{node}/notes/nouvelle", writing_pages.note_new, name="note_new", methods=BOTH),
    Route("/dossiers/{node}/liens/nouveau", writing_pages.link_new, name="link_new", methods=BOTH),
    Route("/dossiers/{node}/contacts/nouveau", writing_pages.contact_new, name="contact_new", methods=BOTH),
    Route("/ajouter", adding_pages.add, name="add"),
    Route("/ajouter", adding_pages.deposit_form, name="deposit", methods=["POST"]),
    Route("/depots", adding_pages.unfinished, name="uploads"),
    Route("/depots/{upload}/abandon", adding_pages.abandon, name="abandon", methods=["POST"]),
    Route("/depots/{upload}/type", late_detail_pages.classify, name="deposit_type", methods=["POST"]),
    Route("/depots/{upload}/nom", late_detail_pages.rename, name="deposit_name", methods=["POST"]),
    Route("/depots/{upload}/version", late_detail_pages.replace, name="deposit_version", methods=["POST"]),
    Route("/selection", move_pages.choose, name="selection", methods=["POST"]),
    Route("/papiers/{node}", paper_pages.paper, name="paper"),
    Route("/papiers/{node}/nom", paper_edit_pages.rename, name="rename", methods=BOTH),
    Route("/papiers/{node}/type", paper_edit_pages.classify, name="classify", methods=BOTH),
    Route("/papiers/{node}/texte", writing_pages.edit, name="edit", methods=BOTH),
    Route("/papiers/{nodes}/deplacement", move_pages.move, name="move", methods=BOTH),
    Route("/papiers/{nodes}/copie", move_pages.copy, name="copy", methods=BOTH),
    Route("/papiers/{nodes}/corbeille", move_pages.discard, name="discard", methods=["POST"]),
    Route("/papiers/{nodes}/zip", content_pages.archive, name="zip"),
    Route("/papiers/{node}/contenu", content_pages.content, name="content"),
    Route("/papiers/{node}/versions/{number}/contenu", content_pages.version, name="version"),
    Route("/papiers/{node}/versions/{number}/retour", version_pages.restore, name="version_restore", methods=["POST"]),
    Route("/papiers/{node}/versions/{number}/suppression", version_pages.purge, name="version_purge", methods=BOTH),
    Route("/apercus/{preview}", content_pages.picture, name="picture"),
    Route("/corbeille", trash_pages.trash, name="trash"),
    Route("/corbeille/vidage", trash_pages.empty, name="trash_empty", methods=BOTH),
    Route("/corbeille/{discards}/retour", trash_pages.restore, name="restore", methods=["POST"]),
    Route("/corbeille/{discard}/suppression", trash_pages.purge, name="purge", methods=BOTH),
]
