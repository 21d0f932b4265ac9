"""The pages of one's account: profile, passphrase, devices."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from boite.access import accounts as door
from boite.accounts import forms as accounts_forms
from boite.accounts import sessions
from boite.accounts.credentials import propose_passphrase
from boite.accounts.guard import current_session, current_user
from boite.accounts.passphrase import change_passphrase
from boite.accounts.profile import (
    THEMES,
    Profile,
    accept_statistics,
    change_profile,
    profile_of,
    refuse_statistics,
)
from boite.accounts.session_pages import give, leave
from boite.accounts.situations import AND, SITUATIONS, TRAITS
from boite.errors import Invalid
from boite.languages.messages import _
from boite.languages.offered import offered
from boite.web import forms
from boite.web.flash import redirect
from boite.web.templating import render


async def profile(request: Request) -> Response:
    """What the service knows of the person."""
    known = profile_of(current_user(request))
    return _profile(request, {name: getattr(known, name) for name in known.__dataclass_fields__})


async def change(request: Request) -> Response:
    """New answers about oneself."""
    form = await forms.read(request)
    try:
        await change_profile(current_user(request), accounts_forms.profile(form))
    except Invalid as error:
        typed = {name: form.raw(name) for name in Profile.__dataclass_fields__}
        typed["traits"] = AND.join(form.all("aussi"))
        return _profile(request, typed, error)
    return redirect(request, request.url.path, _("Vos informations sont enregistrées."))


async def count_me(request: Request) -> Response:
    """In statistics or not, in one tap."""
    form = await forms.read(request)
    refused = form.choice("compter", ["oui", "non"]) == "non"
    await (refuse_statistics if refused else accept_statistics)(current_user(request))
    return redirect(request, request.app.url_path_for("accounts:profile"), _("C'est noté."))


def _profile(request: Request, values: Mapping[str, object], error: Invalid | None = None) -> Response:
    return render(
        request,
        "accounts/profile.html",
        status=422 if error else 200,
        values={name: "" if value is None else value for name, value in values.items()},
        errors=error.fields if error else {},
        situations=list(SITUATIONS.items()),
        traits=TRAITS,
        chosen=str(values["traits"]).split(AND),
        themes=list(THEMES.items()),
        languages=[(language.code, language.name) for language in offered()],
    )


async def passphrase(request: Request) -> Response:
    """The form that changes the secret, with a proposal."""
    return _passphrase(request)


async def replace_passphrase(request: Request) -> Response:
    """A new secret. The other devices are disconnected."""
    form = await forms.read(request)
    settings = request.app.state.settings
    try:
        token = await change_passphrase(
            current_user(request),
            form.raw("current"),
            form.raw("new"),
            session=current_session(request),
            settings=settings,
        )
    except Invalid as error:
        return _passphrase(request, error)
    profile_page = request.app.url_path_for("accounts:profile")
    said = _("Votre phrase secrète est changée. Vos autres appareils sont déconnectés.")
    response = redirect(request, profile_page, said)
    give(request, response, current_user(request), token, shared=current_session(request).shared)
    return response


def _passphrase(request: Request, error: Invalid | None = None) -> Response:
    return render(
        request,
        "accounts/passphrase.html",
        status=422 if error else 200,
        proposed=propose_passphrase(),
        errors=error.fields if error else {},
    )


async def devices(request: Request) -> Response:
    """Where the person is signed in."""
    return render(request, "accounts/devices.html", devices=await sessions.living(current_user(request).id))


async def close_session(request: Request) -> Response:
    """Disconnect one device; the current one simply signs out."""
    closed = await door.session(current_user(request), request.path_params["session"])
    await forms.read(request)
    await sessions.close(closed, by=current_user(request))
    if closed.id == current_session(request).id:
        return leave(request)
    return redirect(
        request, request.app.url_path_for("accounts:sessions"), _("%(device)s est déconnecté.", device=closed.device)
    )
