"""`/agenda` leads to `/agenda/`: people type addresses without the slash that ends them."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send


class FinalSlash(BaseRoute):
    """These paths, and no other, answered once by the same with a slash; what was asked after `?` goes along.

    Starlette would do it where nothing else answers: here the site, mounted at the root, answers everything.
    """

    def __init__(self, paths: Collection[str]) -> None:
        self.paths = frozenset(paths)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Only to read: what is sent to an address without its slash is a mistake of ours, which must be seen."""
        reading = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        return (
            Match.FULL
            if reading and scope["path"].removeprefix(scope.get("root_path", "")) in self.paths
            else Match.NONE
        ), {}

    def url_path_for(self, name: str, /, **path_params: object) -> object:  # type: ignore[override]
        """No name leads here."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """For good: the slash is part of our addresses."""
        asked = scope["query_string"].decode("latin-1")
        location = f"{quote(scope['path'])}/" + (f"?{asked}" if asked else "")
        await RedirectResponse(location, status_code=301)(scope, receive, send)
