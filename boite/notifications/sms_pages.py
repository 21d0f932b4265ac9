"""« Par SMS »: giving a number, copying the code that came there, stopping. Where no SMS is sent, there is no page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from boite.accounts import throttle
from boite.accounts.guard import current_user
from boite.accounts.throttle import ThrottledForm
from boite.errors import NotFound
from boite.languages.messages import _
from boite.notifications import contact_points, sms_codes
from boite.notifications.models import Channel
from boite.settings import Settings
from boite.sms import gateway
from boite.sms.phone_numbers import hidden
from boite.web import forms
from boite.web.answering import answered
from boite.web.client_network import network
from boite.web.flash import redirect
from boite.web.forms import Form


async def phone(request: Request) -> Response:
    """The number to write to."""
    user, settings = current_user(request), request.app.state.settings

    async def do(form: Form) -> Response:
        _look_for_sms(settings)
        await throttle.count_try(settings, ThrottledForm.CONTACT, network(request))
        await sms_codes.ask(settings, user.id, form.text("phone", 40))
        return RedirectResponse(request.app.url_path_for("notifications:sms_code"), status_code=303)

    if request.method == "GET":
        _look_for_sms(settings)
    known = await contact_points.open_of(user.id, Channel.SMS)
    return await answered(request, "notifications/sms-phone.html", do, values={"phone": ""}, known=known)


async def code(request: Request) -> Response:
    """The six figures that came there."""
    user, settings = current_user(request), request.app.state.settings

    async def do(form: Form) -> Response:
        _look_for_sms(settings)
        await contact_points.confirm(settings, user.id, Channel.SMS, form.text("code", 40))
        home = request.app.url_path_for("notifications:settings")
        return redirect(request, home, _("C'est fait : nous vous écrirons à ce numéro."))

    if request.method == "GET":
        _look_for_sms(settings)
    waiting = await contact_points.waiting_of(user.id, Channel.SMS)
    if waiting is None and request.method != "POST":
        return RedirectResponse(request.app.url_path_for("notifications:sms_phone"), status_code=303)
    number = hidden(waiting.address) if waiting else ""
    return await answered(request, "notifications/sms-code.html", do, values={"code": ""}, number=number)


async def stop(request: Request) -> Response:
    """No more SMS."""
    await forms.read(request)
    await sms_codes.stop(current_user(request).id)
    return redirect(request, request.app.url_path_for("notifications:settings"), _("C'est noté : plus de SMS."))


def _look_for_sms(settings: Settings) -> None:
    """After the token of a form: a gesture that nobody made learns nothing. Raises NotFound."""
    if not gateway.is_on(settings):
        raise NotFound
