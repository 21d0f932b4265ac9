"""Opening a box: a passphrase is proposed, an identifier is given, and a card shows both once."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import card_passphrase, throttle
from boite.accounts.credentials import propose_passphrase
from boite.accounts.guard import cookie_name, current_session
from boite.accounts.session_pages import enter
from boite.accounts.throttle import ThrottledForm
from boite.boxes import proposal
from boite.boxes.creation import open_account
from boite.errors import Invalid
from boite.languages.messages import _
from boite.languages.spoken import spoken
from boite.text.qr import qr
from boite.web import forms, page_language
from boite.web.client_network import network
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render

EXPIRED = _("La page a attendu trop longtemps. Voici une nouvelle phrase.")


async def start(request: Request) -> Response:
    """The form, with a passphrase drawn at random."""
    if request.state.user is not None:
        return RedirectResponse(request.app.url_path_for("site:home"), status_code=303)
    return _form(request, Form([]))


async def create(request: Request) -> Response:
    """Another proposal, or the box itself. Only a passphrase that we proposed is taken."""
    form = await forms.read(request)
    if form.flag("another"):
        return _form(request, form)
    settings = request.app.state.settings
    phrase = proposal.unseal(form.raw("phrase"), settings)
    if phrase is None:
        return _form(request, form, {"phrase": EXPIRED})
    try:
        first_name = form.text("first_name", 80)
    except Invalid as error:
        return _form(request, form, error.fields)
    await throttle.count_try(settings, ThrottledForm.SIGNUP, network(request))
    # On a shared computer the cookie may be that of the person before.
    chosen = request.cookies.get(page_language.COOKIE) and not form.flag("shared") and spoken().code
    shared = form.flag("shared")
    user = await open_account(
        phrase, quota=settings.quota_bytes, first_name=first_name, language=chosen or "", alone=not shared
    )
    to = str(request.app.url_path_for("boxes:card"))
    # On the session, so that reloading the card neither loses it nor opens a second box.
    return await enter(request, user, shared=shared, to=to, passphrase=phrase)


def _form(request: Request, form: Form, errors: dict[str, str] | None = None) -> Response:
    phrase = propose_passphrase()
    return render(
        request,
        "boxes/open.html",
        status=422 if errors else 200,
        phrase=phrase,
        token=proposal.seal(phrase, request.app.state.settings),
        first_name=form.raw("first_name")[:200],
        shared=form.flag("shared"),
        errors=errors or {},
    )


async def card(request: Request) -> Response:
    """The identifier and the passphrase, to be printed or written down. Gone once noted."""
    token = request.cookies[cookie_name(request.app.state.settings)]
    phrase = card_passphrase.read(current_session(request), token)
    if phrase is None:
        return RedirectResponse(request.app.url_path_for("site:home"), status_code=303)
    entrance = request.app.state.settings.base_url.rstrip("/") + request.app.url_path_for("accounts:sign_in")
    return render(request, "boxes/card.html", phrase=phrase, code=qr(entrance, entrance))


async def noted(request: Request) -> Response:
    """The person has noted the card: it is forgotten."""
    await forms.read(request)
    await card_passphrase.forget(current_session(request))
    home = request.app.url_path_for("site:home")
    return redirect(request, home, _("Bienvenue dans votre boîte. Vous pouvez ajouter un premier papier."))
