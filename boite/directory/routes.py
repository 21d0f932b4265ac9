"""The addresses of this domain: reading first, then keeping the sheets, then the data."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.directory.exchange import routes as exchange_routes
from boite.directory.maintenance import routes as maintenance_routes
from boite.web.page_modules import PageModule

contact_card_pages = PageModule("boite.directory.sheet.contact_card_pages")
group_pages = PageModule("boite.directory.places.group_pages")
search_pages = PageModule("boite.directory.search.search_pages")
sheet_pages = PageModule("boite.directory.sheet.sheet_pages")

reading: list[BaseRoute] = [
    Route("/", search_pages.search, name="search"),
    Route("/communes", search_pages.communes, name="communes"),
    Route("/reseaux/{code}", group_pages.network, name="network"),
    Route("/territoires/{code}", group_pages.territory, name="territory"),
    Route("/structures/{slug}", sheet_pages.sheet, name="sheet"),
    Route("/structures/{slug}/contact.vcf", contact_card_pages.card, name="vcard"),
    Route("/structures/{slug}/code.svg", contact_card_pages.code, name="qr"),
    Route("/structures/{slug}/boite", contact_card_pages.keep, name="keep", methods=["POST"]),
]
routes: list[BaseRoute] = [*reading, *maintenance_routes.routes, *exchange_routes.routes]
PUBLIC = frozenset(
    {
        "api_search",
        "api_structure",
        "communes",
        "communes_json",
        "history",
        "network",
        "open_data",
        "qr",
        "search",
        "sheet",
        "structures_csv",
        "structures_json",
        "suggest",
        "territory",
        "vcard",
    }
)
"""The names that anybody may ask for, without signing in."""
