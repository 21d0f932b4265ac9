"""Somebody in front of the site: a client that keeps cookies and fills forms as a page would."""

from __future__ import annotations

import re
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request

from boite.accounts import sessions
from boite.accounts.guard import cookie_name
from boite.accounts.models import Session, User
from boite.web import csrf
from tests.page_forms import form_with

NONCE = "a-nonce-of-the-tests"
TOKEN = re.compile(r"(?<![0-9a-f])[0-9a-f]{128}(?![0-9a-f])")
"""A token as a page gives it."""
FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
"""What somebody who reads a page sends, and no program: only people are counted."""

PICTURES = "image/avif,image/webp,*/*"
"""What a browser of today says that it shows."""
SAFARI_13 = "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5"
"""What a browser that shows no WebP asks for in the place of a picture."""


class Visitor(httpx2.AsyncClient):
    """An HTTP client over the application itself. `user` and `session` are None for somebody unknown."""

    def __init__(self, app: Starlette, session: Session | None = None, user: User | None = None) -> None:
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        super().__init__(transport=transport, base_url=app.state.settings.base_url)
        self.app = app
        self.user = user
        self.session = session
        self.cookies.set(csrf.COOKIE, NONCE)
        self.headers["accept"] = PICTURES

    def csrf_token(self) -> str:
        """The token that this visitor's pages carry."""
        headers = [(b"cookie", f"{csrf.COOKIE}={NONCE}".encode())]
        state = {"session": self.session, "user": self.user}
        return csrf.token(Request({"type": "http", "headers": headers, "app": self.app, "state": state}))

    def has_token_in(self, text: str) -> bool:
        """Whether a token of this visitor stands there: its letters are never twice the same."""
        mine = csrf.unmasked(self.csrf_token())
        return mine in text or any(csrf.unmasked(found) == mine for found in TOKEN.findall(text))

    async def submit(self, url: str, **fields: Any) -> httpx2.Response:
        """Send a form, its token included. A list gives several values of one name."""
        return await self.post(url, data={csrf.FIELD: self.csrf_token(), **fields})

    async def submit_files(
        self, url: str, fields: dict[str, Any], *, headers: dict[str, str] | None = None, **files: Any
    ) -> httpx2.Response:
        """Send a form with files (name, bytes, type), in the order of a page: its token, its fields, its files."""
        each = [(name, one) for name, value in files.items() for one in (value if isinstance(value, list) else [value])]
        data = {csrf.FIELD: self.csrf_token(), **fields}
        return await self.post(url, data=data, files=each, headers=headers)

    async def edit(self, url: str, **changes: Any) -> httpx2.Response:
        """Open a page, change these fields of its form, send it: what a person does. Its version goes with it."""
        form = form_with((await self.get(url)).text, "version")
        assert form is not None, f"{url} has no form over something that others may change"
        return await self.submit(url, **form.sent(**changes))

    def address(self, name: str, **parameters: Any) -> str:
        """The path of a named route."""
        return str(self.app.url_path_for(name, **parameters))


async def signed_in(app: Starlette, user: User, *, shared: bool = False, device: str = "Tests") -> Visitor:
    """A visitor signed in as `user`, without passing by the sign-in page."""
    settings = app.state.settings
    session, token = await sessions.begin(user, settings, device=device, shared=shared)
    visitor = Visitor(app, session, user)
    visitor.cookies.set(cookie_name(settings), token)
    return visitor
