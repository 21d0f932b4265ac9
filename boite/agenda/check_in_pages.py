"""At the door and at the stands: pages that a QR code opens. Opening one changes nothing: a button does."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import agenda as door
from boite.accounts import throttle
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.accounts.throttle import ThrottledForm
from boite.agenda import attendance, event_words, visits
from boite.agenda.models import Event, Registration
from boite.agenda.registration_pages import own_page
from boite.errors import Invalid, NotFound
from boite.web import forms
from boite.web.answering import answered
from boite.web.client_network import network
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render


async def scan(request: Request) -> Response:
    """The organiser scanned somebody's code."""
    user = current_user(request)
    found = await door.scanned(user, request.path_params["code"])
    if request.method != "POST":
        return render(request, "agenda/scan.html", registration=found, event=found.event, words=event_words)
    await forms.read(request)
    new = await attendance.scan(found.event, found, by=user)
    list_page = request.app.url_path_for("agenda:attendance", slug=found.event.slug)
    return redirect(request, list_page, "La présence est notée." if new else "Cette présence était déjà notée.")


async def entrance(request: Request) -> Response:
    """The poster at the entrance: « Je suis là »."""
    event = await door.entrance(request.path_params["token"])

    async def do(form: Form) -> Response:
        mine = await _whose(request, event, form)
        await attendance.enter(event, mine)
        return redirect(request, own_page(request, mine), "Votre présence est notée. Bonne visite !")

    return await answered(
        request, "agenda/entrance.html", do, values={"code": ""}, event=event, step=None, words=event_words
    )


async def step(request: Request) -> Response:
    """The poster of a stand: « Tamponner »."""
    found = await door.step(request.path_params["token"])
    event = found.event

    async def do(form: Form) -> Response:
        mine = await _whose(request, event, form)
        new = await visits.stamp(event, found, mine)
        said = f"L'étape « {found.title} » est tamponnée." if new else "Cette étape était déjà tamponnée."
        return redirect(request, own_page(request, mine), said)

    return await answered(
        request, "agenda/entrance.html", do, values={"code": ""}, event=event, step=found, words=event_words
    )


async def _whose(request: Request, event: Event, form: Form) -> Registration:
    """Who is in front of the poster: somebody signed in, else whoever types the code of their registration."""
    user: User | None = request.state.user
    if user is not None and not form.raw("code"):
        return await attendance.on_the_spot(event, user)
    try:
        found = await door.registration(user, form.text("code", 40))
        if found.event_id != event.id:
            raise NotFound
    except NotFound as error:
        await throttle.count_try(request.app.state.settings, ThrottledForm.CODE, network(request))
        raise Invalid(fields={"code": "Ce code n'est pas celui de cet événement. Vérifiez chaque signe."}) from error
    return found
