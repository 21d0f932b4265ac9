"""The addresses of the data: imports, exports, the programs' interface."""

from __future__ import annotations

from starlette.routing import Route

routes: list[Route] = []
