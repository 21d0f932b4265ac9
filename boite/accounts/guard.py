"""Who is asking: the session of the cookie, loaded for each request; and the gate of what is not public."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from boite.accounts import sessions
from boite.accounts.models import Session, User
from boite.settings import Settings
from boite.web import page_cache

QUIET = {"/compte/pause", "/messages/en-direct", "/messages/pastille", "/messages/liste"} | {
    *("/avis.js", "/manifest.webmanifest", "/hors-ligne", "/messages/appareils/etat", "/messages/appareils/suite"),
}
"""Pages, or parts of them, that load by themselves: no action of the person, so the session is not extended."""


def cookie_name(settings: Settings) -> str:
    """`__Host-` ties the cookie to this host alone, where https allows it (RFC 6265bis)."""
    return "__Host-boite" if settings.secure else "boite"


class Guard:
    """Puts `user` and `session` in the request's state. What is the same for everybody needs no query."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Load the session, if any, and record that it is in use."""
        if scope["type"] != "http" or scope["path"].startswith(("/static/", "/sante", "/medias/")):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        token = request.cookies.get(cookie_name(self.settings))
        session = await self._session(request, token) if token else None
        request.state.session = session
        request.state.user = session.user if session else None
        await self.app(scope, receive, send)

    async def _session(self, request: Request, token: str) -> Session | None:
        async def ask(seen: str) -> dict[str, Any] | None:
            return await page_cache.fact(request, f"session {seen}", lambda: sessions.row(seen))

        gesture = request.scope["path"] not in QUIET
        return await sessions.find(token, self.settings, gesture=gesture, ask=ask)


class SignedIn:
    """The gate of every route that is not public: closed by default."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let people who are signed in through; ask the others to sign in."""
        request = Request(scope)
        if getattr(request.state, "user", None) is None:
            await _ask(request)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _ask(request: Request) -> Response:
    """To the sign-in page, and back here afterwards; a program gets 401, and so does a line of events."""
    program = "tus-resumable" in request.headers or "text/event-stream" in request.headers.get("accept", "")
    if request.method not in {"GET", "HEAD"} or program:
        return PlainTextResponse("Connectez-vous d'abord.", status_code=401)
    address = request.app.url_path_for("accounts:sign_in")
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"{address}?suite={quote(path, safe='')}", status_code=303)


def current_user(request: Request) -> User:
    """The person signed in; only behind the gate."""
    user: User = request.state.user
    return user


def current_session(request: Request) -> Session:
    """Their session; only behind the gate."""
    session: Session = request.state.session
    return session
