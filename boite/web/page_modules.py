"""Pages named in the routes and imported when somebody first asks for one.

Importing all of them took a third of each start and 9 MiB, for pages that a process may never show.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from importlib import import_module
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

Page = Callable[[Request], Awaitable[Response]]


class PageModule:
    """A module of pages. `PageModule("boite.news.desk_pages").mine` is a page of it, to put in a route."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, page: str) -> Page:
        return partial(_answer, self._name, page, ())

    def made_by(self, maker: str, *arguments: str) -> Page:
        """The page that the function `maker` of this module makes of these arguments."""
        return partial(_answer, self._name, maker, arguments)


async def _answer(module: str, name: str, arguments: tuple[str, ...], request: Request) -> Response:
    return await found(module, name, arguments)(request)


@lru_cache(maxsize=1024)
def found(module: str, name: str, arguments: tuple[str, ...]) -> Page:
    """The page itself. Raises AttributeError where the module has none of this name: `tests/site/test_routes.py`."""
    page: Any = getattr(import_module(module), name)
    made: Page = page(*arguments) if arguments else page
    return made
