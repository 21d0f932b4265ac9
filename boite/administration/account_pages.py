"""Somebody's account, for administrators: found by its identifier only, mended without seeing what it keeps."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.access import administration as door
from boite.accounts.guard import current_user
from boite.accounts.models import AccountRole, User
from boite.administration import people, posts
from boite.administration.posts import Posts
from boite.directory.models import Territory
from boite.errors import NotFound
from boite.text.french import size
from boite.web import flash, forms
from boite.web.templating import render

WHY = "Écrivez un motif court : la personne le lira."


async def accounts(request: Request) -> Response:
    """Look for an account."""
    user, typed = current_user(request), forms.query(request).text("identifiant", 80)
    door.administrator(user)
    if not typed:
        return render(request, "administration/accounts.html", typed="", refusal="")
    try:
        found = await door.account(user, typed)
    except NotFound as refusal:
        return render(request, "administration/accounts.html", status=404, typed=typed, refusal=refusal.message)
    return RedirectResponse(_address(request, found), status_code=303)


async def account(request: Request) -> Response:
    """What an operator may know of it, and do."""
    user = current_user(request)
    found = await door.account(user, request.path_params["handle"])
    places = await Territory.all().order_by("name").values_list("code", "name")
    return render(
        request,
        "administration/account.html",
        account=await people.state(found),
        mine=found.id == user.id,
        roles=people.ROLES,
        territories=places,
    )


async def suspend(request: Request) -> Response:
    """« Suspendre »."""
    user, found, form = await _asked(request)
    await people.disable(found, form.required("reason", people.LONGEST_REASON, WHY), user)
    return _done(request, found, "Le compte est suspendu. Ses appareils sont déconnectés.")


async def reopen(request: Request) -> Response:
    """« Rouvrir »."""
    user, found, _ = await _asked(request)
    await people.enable(found, request.app.state.settings, user)
    return _done(request, found, "Le compte est rouvert.")


async def disconnect(request: Request) -> Response:
    """« Déconnecter ses appareils »."""
    user, found, _ = await _asked(request)
    await people.close_sessions(found, user)
    return _done(request, found, "Ses appareils sont déconnectés.")


async def unlock(request: Request) -> Response:
    """« Oublier ses essais ratés »."""
    user, found, _ = await _asked(request)
    await people.unlock(found, request.app.state.settings, user)
    return _done(request, found, "Ses essais ratés sont oubliés.")


async def passphrase(request: Request) -> Response:
    """« Nouvelle phrase secrète »: shown on this very answer, and kept nowhere."""
    user, found, _ = await _asked(request)
    words = await people.give_passphrase(found, request.app.state.settings, user)
    return render(request, "administration/passphrase.html", handle=found.handle, passphrase=words)


async def quota(request: Request) -> Response:
    """« Changer sa place »."""
    user, found, form = await _asked(request)
    room = people.read_room(form.text("room", 40))
    await people.set_quota(found, room, user)
    return _done(request, found, f"Sa boîte a maintenant {size(room)}.")


async def appoint(request: Request) -> Response:
    """« Changer son rôle »: and what it is exercised on."""
    user, found, form = await _asked(request)
    role = AccountRole(form.choice("role", list(people.ROLES)))
    structures, territories = (
        [value] if (value := form.text(name, 200)) else [] for name in ("structure", "territory")
    )
    await posts.appoint(found, Posts(role=role, structures=structures, territories=territories), user)
    return _done(request, found, f"Rôle de ce compte : {people.ROLES[role]}.")


async def _asked(request: Request) -> tuple[User, User, forms.Form]:
    """Who asks, about whom, with what. Raises Forbidden, NotFound."""
    user = current_user(request)
    found = await door.account(user, request.path_params["handle"])
    return user, found, await forms.read(request)


def _address(request: Request, found: User) -> str:
    return str(request.app.url_path_for("administration:account", handle=found.handle))


def _done(request: Request, found: User, words: str) -> Response:
    return flash.redirect(request, _address(request, found), words)
