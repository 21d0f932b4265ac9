"""The addresses of what people keep from the resources, and of the packs for workshops."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from boite.library import kept_views, pack_views

routes: list[BaseRoute] = [
    Route("/mes-ressources", kept_views.mine, name="kept"),
    Route("/mes-ressources/liste", kept_views.arrange, methods=["POST"], name="arrange"),
    Route("/cle-usb", pack_views.pack, name="pack"),
    Route("/cle-usb/{topic}.zip", pack_views.download, name="pack_file"),
    Route("/{slug}/boite", kept_views.keep, methods=["POST"], name="keep"),
    Route("/{slug}/favori", kept_views.favour, methods=["POST"], name="favour"),
    Route("/{slug}/a-lire", kept_views.add_to_list, methods=["POST"], name="add_to_list"),
]
