"""Registering, and what one does with one's registration: come back to it, leave, answer."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from boite.access import agenda as door
from boite.accounts import throttle
from boite.accounts.guard import current_user
from boite.accounts.throttle import ThrottledForm
from boite.agenda import event_lists, event_words, satisfaction, visits
from boite.agenda import forms as agenda_forms
from boite.agenda import registration as registering
from boite.agenda.models import Event, Registration, Satisfaction
from boite.agenda.reading_pages import site
from boite.errors import Conflict, Invalid, NotFound
from boite.mail.connection import reachable
from boite.text.qr import qr
from boite.web import forms, honeypot
from boite.web.answering import answered
from boite.web.client_network import network
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render


async def register(request: Request) -> Response:
    """Register: one button for somebody signed in, a first name for anybody else."""
    event = await door.published(request.path_params["slug"])
    user = request.state.user
    if user is not None:
        return await _register_person(request, event)

    async def do(form: Form) -> Response:
        await _check_visitor(request, form)
        made = await registering.register_visitor(event, agenda_forms.newcomer(form))
        return redirect(request, own_page(request, made), _said(made))

    values = {"name": "", "email": "", "envoi": secrets.token_urlsafe(18)}
    return await answered(
        request,
        "agenda/register.html",
        do,
        values=values,
        event=event,
        words=event_words,
        mails=reachable(request.app.state.settings),
    )


async def _register_person(request: Request, event: Event) -> Response:
    user = current_user(request)
    if request.method != "POST":
        mine = await registering.living_of(event, user)
        if mine is not None:
            return redirect(request, own_page(request, mine))
        return render(
            request, "agenda/register.html", event=event, values={}, errors={}, words=event_words, mails=False
        )
    await forms.read(request)
    made = await registering.register(event, user)
    return redirect(request, own_page(request, made), _said(made))


async def _check_visitor(request: Request, form: Form) -> None:
    """Raises Invalid, TooMany. No least time to read: somebody at a stand types a first name in a second."""
    honeypot.look_again(form, "name")
    await throttle.count_try(request.app.state.settings, ThrottledForm.REGISTRATION, network(request))


def _said(made: Registration) -> str:
    return "Vous êtes sur la liste d'attente." if made.waiting else "Votre place est réservée."


def own_page(request: Request, registration: Registration) -> str:
    """The page of one's registration, which its code opens."""
    return str(request.app.url_path_for("agenda:registration", code=registration.code))


async def own(request: Request) -> Registration:
    """The registration that the address names. Codes that open nothing are counted. Raises NotFound, TooMany."""
    try:
        return await door.registration(request.state.user, request.path_params["code"])
    except NotFound:
        await throttle.count_try(request.app.state.settings, ThrottledForm.CODE, network(request))
        raise


async def registration(request: Request) -> Response:
    """One's registration: where it stands, its QR code, its steps, the question."""
    mine = await own(request)
    event = mine.event
    scan = site(request) + request.app.url_path_for("agenda:scan", code=mine.code)
    return render(
        request,
        "agenda/registration.html",
        mine=mine,
        event=event,
        code=qr(scan, "Code à montrer à l'accueil"),
        address=site(request) + own_page(request, mine),
        ahead=await event_lists.ahead(mine),
        stages=await visits.stages(mine),
        ask=satisfaction.asked(event, mine),
        faces=satisfaction.WORDS,
        words=event_words,
    )


async def leave(request: Request) -> Response:
    """Give one's place back."""
    mine = await own(request)
    await forms.read(request)
    await registering.leave(mine, by=request.state.user if mine.user_id else None)
    return redirect(request, own_page(request, mine), "C'est noté : vous ne venez plus. Votre place est rendue.")


async def answer(request: Request) -> Response:
    """One tap: was it useful?"""
    mine = await own(request)
    form = await forms.read(request)
    try:
        said = Satisfaction(form.choice("avis", [*satisfaction.WORDS]))
    except Invalid as error:
        raise Conflict("Choisissez une des trois réponses.") from error
    await satisfaction.answer(mine.event, mine, said)
    back = request.app.url_path_for("agenda:mine") if mine.user_id else own_page(request, mine)
    return redirect(request, back, "Merci. Votre avis compte.")


async def mine(request: Request) -> Response:
    """« Mes inscriptions »: what is to come, what is past and asks a question."""
    rows = await event_lists.of_person(current_user(request).id)
    coming = [row for row in reversed(rows) if not row.event.over]
    past = [row for row in rows if row.event.over]
    asks = {row.id for row in rows if satisfaction.asked(row.event, row)}
    return render(
        request,
        "agenda/mine.html",
        rows=rows,
        coming=coming,
        past=past,
        asks=asks,
        faces=satisfaction.WORDS,
        words=event_words,
    )


async def find(request: Request) -> Response:
    """Somebody without an account types the code that they noted."""

    async def do(form: Form) -> Response:
        request.path_params["code"] = form.text("code", 40)
        try:
            found = await own(request)
        except NotFound as error:
            raise Invalid(fields={"code": "Ce code n'ouvre rien. Vérifiez chaque signe."}) from error
        return redirect(request, own_page(request, found))

    return await answered(request, "agenda/find.html", do, values={"code": ""})
