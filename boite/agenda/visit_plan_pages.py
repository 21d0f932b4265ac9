"""The structures that come and the steps of the visit, in order: buttons do what a mouse would."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import agenda as door
from boite.accounts.guard import current_user
from boite.agenda import event_words, visit_plan
from boite.agenda.models import Event, Presence, VisitStop
from boite.database.identifiers import identifier
from boite.directory.models import REGION, Structure
from boite.errors import Invalid, NotFound
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form

GESTURES = ("monter", "descendre", "retirer")


async def structures(request: Request) -> Response:
    """Who comes."""
    user = current_user(request)
    event = await door.event(user, request.path_params["slug"])

    async def do(form: Form) -> Response:
        if await _arranged(event, Presence, form, request):
            return redirect(request, request.url.path, "La liste est à jour.")
        chosen = form.raw("structure")
        structure = await Structure.get_or_none(id=identifier(chosen)) if chosen else None
        if structure is None:
            raise Invalid(fields={"structure": "Choisissez une structure dans la liste."})
        await visit_plan.add_structure(event, structure, by=user)
        return redirect(request, request.url.path, f"« {structure.name} » est dans la liste.")

    rows = await Presence.filter(event_id=event.id).order_by("rank", "id").select_related("structure")
    there = {row.structure_id for row in rows}
    near = await Structure.filter(territory_id__in=[event.territory_id, REGION]).order_by("name").values("id", "name")
    return await answered(
        request,
        "agenda/desk/structures.html",
        do,
        values={"structure": ""},
        event=event,
        rows=[(row.id, row.structure.name) for row in rows],
        choices=[(str(row["id"]), row["name"]) for row in near if row["id"] not in there],
        words=event_words,
    )


async def steps(request: Request) -> Response:
    """The stands of the visit."""
    user = current_user(request)
    event = await door.event(user, request.path_params["slug"])

    async def do(form: Form) -> Response:
        if not await _arranged(event, VisitStop, form, request):
            await visit_plan.add_step(event, " ".join(form.text("title", 150).split()), by=user)
        return redirect(request, request.url.path, "La visite est à jour.")

    rows = await VisitStop.filter(event_id=event.id).order_by("rank", "id").values_list("id", "title")
    return await answered(
        request, "agenda/desk/steps.html", do, values={"title": ""}, event=event, rows=rows, words=event_words
    )


async def _arranged(event: Event, row: type[Presence] | type[VisitStop], form: Form, request: Request) -> bool:
    """Do the gesture of a line, if one was pressed. Raises NotFound for a line that is not of this event."""
    user = current_user(request)
    for gesture in GESTURES:
        chosen = form.raw(gesture)
        if not chosen:
            continue
        row_id = identifier(chosen)
        if gesture == "retirer":
            await visit_plan.remove(event, row, row_id, by=user)
        elif not await row.exists(id=row_id, event_id=event.id):
            raise NotFound
        else:
            await visit_plan.move(event, row, row_id, up=gesture == "monter", by=user)
        return True
    return False
