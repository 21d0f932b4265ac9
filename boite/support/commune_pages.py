"""Choosing one's commune, as it is chosen everywhere else: typed, understood, and the others proposed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.directory.places.lookup import LONGEST, Place, PlaceAsked, place_asked, suggestions
from boite.languages.messages import _
from boite.support.commune import live_in
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.templating import render

CODE = 5
"""Signs of the code of a commune."""


async def choose(request: Request) -> Response:
    """The form; once sent, the commune is kept where one alone may be meant, else those that may be are proposed."""
    user = current_user(request)
    if request.method != "POST":
        return _form(request, await _unmatched(user))
    form = await forms.read(request)
    typed = form.text("ou", LONGEST)
    if chosen := await _of_code(form.text("commune", CODE)):
        await live_in(chosen, by=user)
        return redirect(request, addresses(request.app)("support:mine"), _("C'est noté."))
    where = await place_asked(typed)
    if typed and (where.place is None or where.doubtful):
        return _form(request, where, status=422)
    await live_in(where.place, by=user)
    return redirect(request, addresses(request.app)("support:mine"), _("C'est noté."))


async def _of_code(code: str) -> Place | None:
    """The commune of this very code, chosen among those that were proposed."""
    return next((place for place in await suggestions(code) if place.code == code), None) if code else None


async def _unmatched(user: User) -> PlaceAsked:
    """What was typed freely before, and what it may mean; else the commune that they chose."""
    return await place_asked(user.commune) if user.commune and not user.commune_code else PlaceAsked(typed=user.commune)


def _form(request: Request, where: PlaceAsked, status: int = 200) -> Response:
    proposed = [where.place, *where.others] if where.place else list(where.others)
    return render(request, "support/commune.html", status=status, where=where, proposed=proposed, unclear=status == 422)
