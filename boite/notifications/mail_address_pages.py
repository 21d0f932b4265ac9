"""« Par courriel »: giving an address, copying the code that came there, stopping."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import throttle
from boite.accounts.guard import current_user
from boite.accounts.throttle import ThrottledForm
from boite.languages.messages import _
from boite.notifications import contact_points, mail_address
from boite.notifications.models import Channel
from boite.web import forms
from boite.web.answering import answered
from boite.web.client_network import network
from boite.web.flash import redirect
from boite.web.forms import Form


async def address(request: Request) -> Response:
    """Where to write: the address of the profile is proposed, never used unasked."""
    user, settings = current_user(request), request.app.state.settings

    async def do(form: Form) -> Response:
        await throttle.count_try(settings, ThrottledForm.CONTACT, network(request))
        await mail_address.ask(settings, user, form.text("email", 254))
        return RedirectResponse(request.app.url_path_for("notifications:mail_code"), status_code=303)

    known = await contact_points.open_of(user.id, Channel.MAIL)
    proposed = {"email": "" if known else user.email}
    return await answered(request, "notifications/mail-address.html", do, values=proposed, known=known)


async def code(request: Request) -> Response:
    """The six figures that came there."""
    user, settings = current_user(request), request.app.state.settings

    async def do(form: Form) -> Response:
        await mail_address.confirm(settings, user, form.text("code", 40))
        home = request.app.url_path_for("notifications:settings")
        return redirect(request, home, _("C'est fait : nous vous écrirons à cette adresse."))

    waiting = await contact_points.waiting_of(user.id, Channel.MAIL)
    if waiting is None and request.method != "POST":
        return RedirectResponse(request.app.url_path_for("notifications:mail_address"), status_code=303)
    where = waiting.address if waiting else ""
    return await answered(request, "notifications/mail-code.html", do, values={"code": ""}, address=where)


async def stop(request: Request) -> Response:
    """No more mail."""
    await forms.read(request)
    await mail_address.stop(current_user(request))
    home = request.app.url_path_for("notifications:settings")
    return redirect(request, home, _("C'est noté : plus de courriel."))
