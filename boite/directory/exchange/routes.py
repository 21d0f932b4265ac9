"""The addresses of the data: imports, open data, the programs' interface."""

from __future__ import annotations

from starlette.routing import Route

from boite.web.page_modules import PageModule

api_pages = PageModule("boite.directory.exchange.api_pages")
import_pages = PageModule("boite.directory.exchange.import_pages")
open_data_pages = PageModule("boite.directory.exchange.open_data_pages")
rehearsal_pages = PageModule("boite.directory.exchange.rehearsal_pages")

IMPORT = "/imports/{run}"

routes: list[Route] = [
    Route("/donnees", open_data_pages.page, name="open_data"),
    Route("/donnees/structures.json", open_data_pages.structures, name="structures_json"),
    Route("/donnees/structures.csv", open_data_pages.structure_table, name="structures_csv"),
    Route("/donnees/communes.json", open_data_pages.communes, name="communes_json"),
    Route("/api/structures", api_pages.search, name="api_search"),
    Route("/api/structures/{slug}", api_pages.structure, name="api_structure"),
    Route("/imports", import_pages.listed, name="imports"),
    Route("/imports/nouveau", rehearsal_pages.new, name="import_new", methods=["GET", "POST"]),
    Route(IMPORT, import_pages.report, name="import_report"),
    Route(f"{IMPORT}/rapport.csv", import_pages.download, name="import_table"),
    Route(f"{IMPORT}/confirmation", rehearsal_pages.confirm, name="import_confirm", methods=["POST"]),
]
