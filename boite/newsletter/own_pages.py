"""« Mes lettres », in the account: what was asked for, and what comes with a profession."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.accounts.guard import current_user
from boite.mail.addresses import shown
from boite.newsletter import own_letters
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.templating import render


async def mine(request: Request) -> Response:
    """The letters of this person."""
    user = current_user(request)
    return render(
        request,
        "newsletter/mine.html",
        letters=await own_letters.of_person(user),
        works=await own_letters.comes_with_work(user),
        said_no=await own_letters.said_no(user, request.app.state.settings),
        shown=shown,
    )


async def drop(request: Request) -> Response:
    """End one letter."""
    await forms.read(request)
    await own_letters.drop(current_user(request), request.path_params["subscription"])
    return _back(request, "C'est noté : vous ne recevrez plus cette lettre.")


async def leave_work(request: Request) -> Response:
    """A professional wants none."""
    await forms.read(request)
    await own_letters.leave_work(current_user(request), request.app.state.settings)
    undo = addresses(request.app)("newsletter:return_to_work")
    return _back(request, "C'est noté : vous ne recevrez plus la lettre comme professionnel.", undo)


async def return_to_work(request: Request) -> Response:
    """A professional wants them again."""
    await forms.read(request)
    await own_letters.return_to_work(current_user(request), request.app.state.settings)
    return _back(request, "C'est noté : vous recevrez de nouveau la lettre.")


def _back(request: Request, words: str, undo: str | None = None) -> Response:
    return redirect(request, addresses(request.app)("newsletter:mine"), words, undo=undo)
