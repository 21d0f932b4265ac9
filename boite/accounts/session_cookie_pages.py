"""The cookies of a session and of a device: given, taken back, and everything else of ours forgotten by the browser."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import known_devices, sessions
from boite.accounts.guard import cookie_name
from boite.accounts.known_devices import Device
from boite.accounts.models import User
from boite.web import csrf, flash

LIFE = 400 * 86400
"""Seconds that a browser keeps it, the most that browsers allow. The row decides when the session ends."""
DEVICE = "boite_appareil"


def device_of(request: Request) -> Device:
    """What this browser says of the accounts that it entered."""
    return known_devices.read(request.cookies.get(DEVICE, ""), request.app.state.settings)


async def enter(request: Request, user: User, *, shared: bool, to: str, passphrase: str = "") -> Response:
    """Sign somebody in on this browser and go on. A session that was open here ends: tokens are never reused.

    `passphrase`: that of a box just opened, for its card.
    """
    settings = request.app.state.settings
    if request.state.session is not None:
        await sessions.end(request.state.session)
    device = sessions.device_name(request.headers.get("user-agent", ""))
    _, token = await sessions.begin(user, settings, device=device, shared=shared, passphrase=passphrase)
    response = RedirectResponse(to, status_code=303)
    give(request, response, user, token, shared=shared)
    return response


def give(request: Request, response: Response, user: User, token: str, *, shared: bool) -> None:
    """The token of a session; on one's own device, the mark that its owner got in. Both out of reach of scripts."""
    settings = request.app.state.settings
    kept = {cookie_name(settings): token}
    if not shared:
        kept[DEVICE] = device_of(request).with_account(user, settings).cookie(settings)
    for name, value in kept.items():
        response.set_cookie(
            name,
            value,
            max_age=None if shared else LIFE,
            path="/",
            secure=settings.secure,
            httponly=True,
            samesite="lax",
        )


def leave(request: Request) -> Response:
    """To the home page, with nothing left behind on this computer (Clear-Site-Data, W3C).

    One's own device keeps the number that says that its owner got in here, and nothing else.
    """
    settings = request.app.state.settings
    home = request.app.url_path_for("site:home")
    response = RedirectResponse(f"{home}?quitte=oui", status_code=303)
    for name in (cookie_name(settings), csrf.COOKIE, flash.COOKIE):
        response.delete_cookie(name, path="/", secure=settings.secure, httponly=True, samesite="lax")
    own = request.state.session is not None and not request.state.session.shared
    response.headers["clear-site-data"] = '"cache", "storage"' if own else '"cache", "cookies", "storage"'
    return response
