"""The addresses of this domain: reading first, then keeping the sheets, then the data."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.directory import contact_cards, data_routes, finding, group_pages, keeping_routes, sheet_pages

reading: list[BaseRoute] = [
    Route("/", finding.search, name="search"),
    Route("/communes", finding.communes, name="communes"),
    Route("/reseaux/{code}", group_pages.network, name="network"),
    Route("/territoires/{code}", group_pages.territory, name="territory"),
    Route("/structures/{slug}", sheet_pages.sheet, name="sheet"),
    Route("/structures/{slug}/contact.vcf", contact_cards.card, name="vcard"),
    Route("/structures/{slug}/code.svg", contact_cards.code, name="qr"),
    Route("/structures/{slug}/boite", contact_cards.keep, name="keep", methods=["POST"]),
]
routes: list[BaseRoute] = [*reading, *keeping_routes.routes, *data_routes.routes]
