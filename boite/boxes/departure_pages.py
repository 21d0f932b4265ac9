"""Leaving: download everything in one file, then close the box."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.accounts.guard import current_user
from boite.boxes import closing, export
from boite.clock import today
from boite.errors import Invalid
from boite.files.zip_download import attachment
from boite.files.zipping import zipped
from boite.languages.messages import _
from boite.web import forms
from boite.web.flash import redirect
from boite.web.templating import render


async def leave(request: Request) -> Response:
    """What downloading everything means."""
    space = await door.space(current_user(request))
    return render(request, "boxes/leave.html", gauge=await space.gauge())


async def download(request: Request) -> Response:
    """The whole box in one file, generated while it is sent."""
    user = current_user(request)
    space = await door.space(user)
    await export.note(user)
    entries = export.entries(user, space)
    name = f"ma-boite-spro-{user.handle}-{today().isoformat()}.zip"
    return attachment(zipped(entries, request.app.state.store), name)


async def close(request: Request) -> Response:
    """What closing means, and the form that asks for it."""
    return _closing(request)


async def ask(request: Request) -> Response:
    """The closing is asked for."""
    form = await forms.read(request)
    try:
        await closing.ask_closing(current_user(request), form.raw("passphrase"), request.app.state.settings)
    except Invalid as error:
        return _closing(request, error.fields)
    return redirect(request, request.url.path, _("Votre demande est enregistrée. Vous pouvez encore changer d'avis."))


def _closing(request: Request, errors: dict[str, str] | None = None) -> Response:
    return render(request, "boxes/closing.html", status=422 if errors else 200, errors=errors or {})


async def keep(request: Request) -> Response:
    """The closing is called off."""
    await forms.read(request)
    await closing.keep(current_user(request))
    home = request.app.url_path_for("site:home")
    return redirect(request, home, _("Vous gardez votre boîte. Rien n'a été supprimé."))
