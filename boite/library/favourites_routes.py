"""The addresses of what people keep from the resources, and of the packs for workshops."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.web.page_modules import PageModule

favourites_pages = PageModule("boite.library.favourites_pages")
pack_pages = PageModule("boite.library.pack_pages")

routes: list[BaseRoute] = [
    Route("/mes-ressources", favourites_pages.mine, name="kept"),
    Route("/mes-ressources/liste", favourites_pages.arrange, methods=["POST"], name="arrange"),
    Route("/cle-usb", pack_pages.pack, name="pack"),
    Route("/cle-usb/{topic}.zip", pack_pages.download, name="pack_file"),
    Route("/{slug}/boite", favourites_pages.keep, methods=["POST"], name="keep"),
    Route("/{slug}/favori", favourites_pages.favour, methods=["POST"], name="favour"),
    Route("/{slug}/a-lire", favourites_pages.add_to_list, methods=["POST"], name="add_to_list"),
]
