"""The session cookie: set, deleted, and every other trace cleared from the browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import sessions
from boite.accounts.guard import cookie_name
from boite.accounts.models import User

LIFE = 400 * 86400
"""Seconds that a browser keeps it, the most that browsers allow. The row decides when the session ends."""


async def enter(request: Request, user: User, *, shared: bool, to: str) -> Response:
    """Sign somebody in on this browser and go on. A session that was open here ends: tokens are never reused."""
    settings = request.app.state.settings
    if request.state.session is not None:
        await sessions.end(request.state.session)
    device = sessions.device_name(request.headers.get("user-agent", ""))
    _, token = await sessions.begin(user, settings, device=device, shared=shared)
    response = RedirectResponse(to, status_code=303)
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=None if shared else LIFE,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
    return response


def leave(request: Request) -> Response:
    """To the home page, with nothing left behind on this computer (Clear-Site-Data, W3C)."""
    settings = request.app.state.settings
    home = request.app.url_path_for("site:home")
    response = RedirectResponse(f"{home}?quitte=oui", status_code=303)
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.secure, httponly=True, samesite="lax")
    response.headers["clear-site-data"] = '"cache", "cookies", "storage"'
    return response
