"""The addresses where those who look after the sheets change them, and where anybody proposes a correction."""

from __future__ import annotations

from starlette.routing import Route

from boite.web.page_modules import PageModule

checks_pages = PageModule("boite.directory.maintenance.checks_pages")
closure_pages = PageModule("boite.directory.maintenance.closure_pages")
history_pages = PageModule("boite.directory.history.history_pages")
keeper_pages = PageModule("boite.directory.keepers.keeper_pages")
point_pages = PageModule("boite.directory.maintenance.point_pages")
service_pages = PageModule("boite.directory.maintenance.service_pages")
structure_pages = PageModule("boite.directory.maintenance.structure_pages")
suggestion_pages = PageModule("boite.directory.maintenance.suggestion_pages")

BOTH, GESTURE = ["GET", "POST"], ["POST"]
SHEET = "/structures/{slug}"
POINT = f"{SHEET}/lieux/{{point}}"
SERVICE = f"{SHEET}/services/{{service}}"

routes: list[Route] = [
    Route("/mes-fiches", checks_pages.mine, name="mine"),
    Route("/a-verifier", checks_pages.due, name="due"),
    Route("/recherches-sans-resultat", checks_pages.missed, name="missed"),
    Route("/nouvelle-fiche", structure_pages.create, name="create", methods=BOTH),
    Route("/corrections", suggestion_pages.listed, name="suggestions"),
    Route("/corrections/{suggestion}/acceptation", suggestion_pages.accept, name="accept", methods=GESTURE),
    Route("/corrections/{suggestion}/refus", suggestion_pages.refuse, name="refuse", methods=GESTURE),
    Route(f"{SHEET}/corrections/nouvelle", suggestion_pages.suggest, name="suggest", methods=BOTH),
    Route(f"{SHEET}/modification", structure_pages.edit, name="edit"),
    Route(f"{SHEET}/modification/essentiel", structure_pages.words, name="words", methods=BOTH),
    Route(f"{SHEET}/lieux/nouveau", point_pages.new, name="point_new", methods=BOTH),
    Route(f"{POINT}/modification", point_pages.edit, name="point", methods=BOTH),
    Route(f"{POINT}/demenagement", point_pages.move, name="point_move", methods=BOTH),
    Route(f"{POINT}/retrait", point_pages.remove, name="point_remove", methods=GESTURE),
    Route(f"{POINT}/rang", point_pages.rank, name="point_rank", methods=GESTURE),
    Route(f"{SHEET}/services/nouveau", service_pages.new, name="service_new", methods=BOTH),
    Route(f"{SERVICE}/modification", service_pages.edit, name="service", methods=BOTH),
    Route(f"{SERVICE}/retrait", service_pages.remove, name="service_remove", methods=GESTURE),
    Route(f"{SERVICE}/rang", service_pages.rank, name="service_rank", methods=GESTURE),
    Route(f"{SHEET}/verification", checks_pages.check, name="check", methods=GESTURE),
    Route(f"{SHEET}/fermeture", closure_pages.end, name="end", methods=BOTH),
    Route(f"{SHEET}/reouverture", closure_pages.reopen, name="reopen", methods=GESTURE),
    Route(f"{SHEET}/agents", keeper_pages.listed, name="keepers", methods=BOTH),
    Route(f"{SHEET}/agents/{{membership}}/retrait", keeper_pages.remove, name="keeper_remove", methods=GESTURE),
    Route(f"{SHEET}/historique", history_pages.listed, name="history"),
    Route(f"{SHEET}/historique/{{revision}}/annulation", history_pages.undo, name="undo", methods=GESTURE),
]
