"""The addresses where those who look after the sheets change them."""

from __future__ import annotations

from starlette.routing import Route

routes: list[Route] = []
