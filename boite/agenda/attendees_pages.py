"""Who comes to an event, for its organiser: the list, the names added by hand, the results, the posters."""

from __future__ import annotations

import secrets
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from boite.access import agenda as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.agenda import attendance as attending
from boite.agenda import event_words, registration, results
from boite.agenda import forms as agenda_forms
from boite.agenda.desk_pages import desk_page, spreadsheet
from boite.agenda.models import Event, Registration, VisitStop
from boite.agenda.reading_pages import site
from boite.database.identifiers import identifier
from boite.text.qr import qr
from boite.web import forms
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render


async def _event(request: Request) -> Event:
    return await door.event(current_user(request), request.path_params["slug"], Right.MANAGE_ATTENDEES)


async def attendance(request: Request) -> Response:
    """The list to tick, which prints as a sheet to sign."""
    user = current_user(request)
    event = await _event(request)
    if request.method == "POST":
        form = await forms.read(request)
        before, now = _identifiers(form, "avant"), _identifiers(form, "present")
        changed = await attending.tick(event, now - before, before - now, by=user)
        return redirect(request, request.url.path, "La liste est à jour." if changed else "Rien n'a changé.")
    rows = await Registration.filter(event_id=event.id, cancelled_at=None).order_by("rank").select_related("user")
    return render(
        request,
        "agenda/desk/attendance.html",
        event=event,
        seated=[row for row in rows if not row.waiting],
        waiting=[row for row in rows if row.waiting],
        words=event_words,
    )


def _identifiers(form: Form, name: str) -> set[UUID]:
    return {identifier(value) for value in form.all(name)}


async def name_new(request: Request) -> Response:
    """Put a name on the list."""
    user = current_user(request)
    event = await _event(request)

    async def do(form: Form) -> Response:
        made = await registration.put_name(event, agenda_forms.newcomer(form), by=user)
        back = request.app.url_path_for("agenda:listed", slug=event.slug, registration=made.id)
        return redirect(request, back, "Le nom est sur la liste.")

    values = {"name": "", "email": "", "envoi": secrets.token_urlsafe(18)}
    return await answered(request, "agenda/desk/name.html", do, values=values, event=event, words=event_words)


async def listed(request: Request) -> Response:
    """One line of the list: its code to hand over, and the way to take it off."""
    user = current_user(request)
    row = await door.attendee(user, request.path_params["slug"], request.path_params["registration"])
    await row.fetch_related("user")
    event = row.event
    address = site(request) + request.app.url_path_for("agenda:registration", code=row.code or "efface")
    return render(
        request,
        "agenda/desk/listed.html",
        row=row,
        event=event,
        # The code of somebody signed in is theirs: it is not handed over by anybody else.
        address=address if row.code and row.user_id is None else "",
        code=qr(address, "Code de l'inscription") if row.code and row.user_id is None else "",
        words=event_words,
    )


async def take_off(request: Request) -> Response:
    """Take somebody off the list: the first who waits has the seat."""
    user = current_user(request)
    row = await door.attendee(user, request.path_params["slug"], request.path_params["registration"])
    await forms.read(request)
    await registration.leave(row, by=user)
    back = request.app.url_path_for("agenda:attendance", slug=row.event.slug)
    return redirect(request, back, "Cette personne n'est plus sur la liste.")


async def results_page(request: Request) -> Response:
    """What the event gave."""
    event = await _event(request)
    counted = (await results.figures([event]))[event.id]
    return render(
        request, "agenda/desk/results.html", event=event, figures=counted, fewest=results.FEWEST, words=event_words
    )


async def results_csv(request: Request) -> Response:
    """The same for a spreadsheet."""
    event = await _event(request)
    return spreadsheet(await results.lines([event]), f"resultats-{event.slug}.csv")


async def posters(request: Request) -> Response:
    """The QR codes to print: the entrance, then each step."""
    event = await _event(request)
    path_for = request.app.url_path_for
    entrance = site(request) + path_for("agenda:entrance", token=event.entrance)
    steps = await VisitStop.filter(event_id=event.id).order_by("rank", "id")
    drawn = [
        (row.title, qr(site(request) + path_for("agenda:step", token=row.token), f"Code de l'étape {row.title}"))
        for row in steps
    ]
    return render(
        request,
        "agenda/desk/posters.html",
        event=event,
        entrance=qr(entrance, "Code de l'entrée"),
        steps=drawn,
        back=desk_page(request, event),
        words=event_words,
    )
