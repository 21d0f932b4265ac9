"""Coming in, going out, and staying: the pages around a session."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import sessions
from boite.accounts.guard import current_session
from boite.accounts.session_cookie_pages import device_of, enter, leave
from boite.accounts.signing_in import sign_in as check
from boite.errors import Invalid
from boite.web import forms
from boite.web.client_network import network
from boite.web.forms import Form
from boite.web.next_page import local
from boite.web.templating import render


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
