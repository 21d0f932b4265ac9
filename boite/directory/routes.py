"""The addresses of this domain: reading first, then keeping the sheets, then the data."""

from __future__ import annotations

from starlette.routing import BaseRoute

from boite.directory import data_routes, keeping_routes

routes: list[BaseRoute] = [*keeping_routes.routes, *data_routes.routes]
