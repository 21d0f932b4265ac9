"""Coming in, going out, and staying: the pages around a session, and the cookies that they give and take back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import known_devices, sessions
from boite.accounts.guard import cookie_name, current_session
from boite.accounts.known_devices import Device
from boite.accounts.models import User
from boite.accounts.signing_in import sign_in as check
from boite.errors import Invalid
from boite.web import csrf, flash, forms
from boite.web.client_network import network
from boite.web.forms import Form
from boite.web.next_page import local
from boite.web.templating import render

LIFE = 400 * 86400
"""Seconds that a browser keeps it, the most that browsers allow. The row decides when the session ends."""
DEVICE = "boite_appareil"


async def sign_in(request: Request) -> Response:
    """The form of sign-in."""
    form = forms.query(request)
    if request.state.user is not None:
        return RedirectResponse(local(request, form.raw("suite")), status_code=303)
    return _form(request, form)


async def signed_in(request: Request) -> Response:
    """One attempt. A wrong handle and a wrong passphrase get the same answer."""
    form = await forms.read(request)
    try:
        user = await check(
            form.raw("handle"),
            form.raw("passphrase"),
            address=network(request),
            device=device_of(request),
            settings=request.app.state.settings,
        )
    except Invalid as error:
        return _form(request, form, error.message)
    shared = form.flag("shared")
    # On a shared computer the page asked for, words of a search included, may be that of the person before.
    return await enter(request, user, shared=shared, to=local(request, "" if shared else form.raw("suite")))


def _form(request: Request, form: Form, refusal: str = "") -> Response:
    return render(
        request,
        "accounts/sign_in.html",
        status=422 if refusal else 200,
        refusal=refusal,
        handle=form.raw("handle")[:80],
        shared=form.flag("shared"),
        next_page=local(request, form.raw("suite")),
    )


async def sign_out(request: Request) -> Response:
    """End the session. Where it has already ended, there is nothing left to protect, only cookies to clear."""
    if request.state.session is not None:
        await forms.read(request)
        await sessions.end(request.state.session)
    return leave(request)


async def pause(request: Request) -> Response:
    """The warning before a session ends on a shared computer. Reading it does not extend it: see the guard."""
    seconds = current_session(request).seconds_left
    response = render(
        request,
        "accounts/pause.html",
        seconds=seconds,
        next_page=local(request, forms.query(request).raw("suite")),
    )
    sign_in_page = request.app.url_path_for("accounts:sign_in")
    response.headers["refresh"] = f"{seconds + 1}; url={sign_in_page}"
    response.headers["boite-secondes"] = str(seconds)
    return response


async def extend(request: Request) -> Response:
    """Stay signed in: the session is extended."""
    form = await forms.read(request)
    await sessions.extend(current_session(request), request.app.state.settings)
    return RedirectResponse(local(request, form.raw("suite")), status_code=303)


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
