"""The addresses of this domain. A place is named by its code: for a structure, its number."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

export_pages = PageModule("boite.statistics.export_pages")
open_pages = PageModule("boite.statistics.open_pages")
pages = PageModule("boite.statistics.pages")

routes: list[BaseRoute] = [
    Route("/", pages.index, name="index"),
    Route("/donnees", open_pages.page, name="open_data"),
    Route("/donnees/{period}.csv", open_pages.table, name="open_csv"),
    Route("/donnees/{period}.json", open_pages.data, name="open_json"),
    Route("/{place}", pages.place, name="place"),
    Route("/{place}/chiffres-{period}.{form}", export_pages.download, name="export"),
    Route("/{place}/rapport", pages.report, name="report"),
    Route("/{place}/rapport.pdf", pages.report_file, name="report_file"),
]
PUBLIC = frozenset({"open_csv", "open_data", "open_json"})
"""The names that anybody may ask for, without signing in."""
