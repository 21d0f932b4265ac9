"""The pages of corrections: anybody proposes one, the coordination answers."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts import throttle
from boite.accounts.guard import current_user
from boite.accounts.throttle import ThrottledForm
from boite.database.long_lists import few
from boite.directory.maintenance import suggestions
from boite.directory.maintenance.structure_pages import sheet
from boite.directory.models import ReceptionPoint, Structure, Suggestion
from boite.directory.sheet import field_wording
from boite.directory.sheet.field import Field
from boite.directory.sheet.fields import POINT
from boite.directory.sheet.hours_form import in_words
from boite.errors import Invalid
from boite.text.phones import shown as phone_shown
from boite.web import forms, honeypot
from boite.web.addresses import addresses
from boite.web.answering import answered
from boite.web.client_network import network
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render
from boite.web.versions import typed

FARTHEST = 200
"""Pages of the list."""
LABELS = {suggestions.HOURS: "Horaires", suggestions.CLOSED: "Elle a fermé"}
LABELS |= {name: field.label for name, field in suggestions.FIELDS.items()}


async def suggest(request: Request) -> Response:
    """What is wrong on a sheet, said by anybody: no name nor address is asked."""
    structure = await door.structure(request.state.user, request.path_params["slug"], Right.SUGGEST)
    point = await suggestions.place_of(structure)
    values = _values(structure, point)
    settings = request.app.state.settings
    reading = honeypot.ReadingTime(settings)

    async def do(form: Form) -> Response:
        reading.check(form, "comment")
        await throttle.count_try(settings, ThrottledForm.SUGGESTION, network(request))
        wanted = {name: value for name, value in typed(form, values).items() if name in suggestions.PROPOSED}
        await suggestions.suggest(structure, wanted, form.raw("comment"), by=request.state.user, point=point)
        return redirect(request, sheet(request, structure), "Merci ! La coordination va lire votre correction.")

    return await answered(
        request,
        "directory/keeping/suggest.html",
        do,
        values=values,
        structure=structure,
        fields=_asked(point),
        hours=in_words(point.opening_hours) if point and point.opening_hours else "",
        reading=reading,
    )


def _values(structure: Structure, point: ReceptionPoint | None) -> dict[str, Any]:
    """The fields of the form: what the sheet says now."""
    said = suggestions.present(structure, point)
    shown = {name: said[name] for name in _asked(point)}
    return {**shown, "phone": phone_shown(said["phone"]), "hours": "", "closed": "", "comment": ""}


def _asked(point: ReceptionPoint | None) -> dict[str, Field]:
    """The fields of the form; those of a place where there is one."""
    return {name: field for name, field in suggestions.FIELDS.items() if point or name not in suggestions.OF_POINT}


async def listed(request: Request) -> Response:
    """What waits for the coordination, the oldest first, beside what the sheets say now."""
    territories = [row.code for row in await door.coordinated(current_user(request))]
    number = forms.query(request).integer("page", 1, FARTHEST) or 1
    rows = await suggestions.pending(territories, number)
    return await _list(request, rows, number)


async def _list(
    request: Request, rows: list[Suggestion], number: int, *, wrong: object = None, errors: dict[str, str] | None = None
) -> Response:
    shown = rows[: suggestions.PAGE]
    points = await ReceptionPoint.filter(id__in=few(row.point_id for row in shown if row.point_id))
    places = {point.id: point for point in points}
    return render(
        request,
        "directory/keeping/suggestions.html",
        status=422 if errors else 200,
        rows=[(row, _compared(row, places.get(row.point_id))) for row in shown],  # type: ignore[arg-type]  # None is no key
        more=len(rows) > suggestions.PAGE,
        page=number,
        wrong=wrong,
        errors=errors or {},
    )


def _compared(row: Suggestion, point: ReceptionPoint | None) -> list[dict[str, Any]]:
    """Each proposed field: what the sheet said, says now, and would say."""
    said = suggestions.present(row.structure, point)
    return [
        {
            "label": LABELS[name],
            "now": in_words(point.opening_hours) if point and name == suggestions.HOURS else _shown(name, said[name]),
            "proposed": _shown(name, value),
            "changed": said[name] != row.before.get(name),
            "by_hand": name in suggestions.BY_HAND,
        }
        for name, value in row.values.items()
    ]


def _shown(name: str, value: Any) -> str:
    if name == suggestions.CLOSED:
        return "Oui" if value else "Non"
    return field_wording.shown(POINT, name, value)


async def accept(request: Request) -> Response:
    """Apply a correction; what remains to do by hand has its page."""
    user = current_user(request)
    suggestion = await door.suggestion(user, request.path_params["suggestion"])
    await forms.read(request)
    left = await suggestions.accept(suggestion, by=user)
    url, slug = addresses(request.app), suggestion.structure.slug
    if suggestion.values.get(suggestions.CLOSED):
        return redirect(request, url("directory:end", slug=slug), "Acceptée. Dites maintenant ce qui s'est passé.")
    if suggestion.values.get(suggestions.HOURS):
        said = f"Acceptée. Écrivez les horaires : « {suggestion.values[suggestions.HOURS]} »."
        return redirect(request, url("directory:edit", slug=slug), said)
    if left:
        names = ", ".join(LABELS[name].lower() for name in left)
        said = f"Acceptée, sauf ce qui a changé depuis : {names}."
        return redirect(request, url("directory:edit", slug=slug), said, kind="warning")
    return redirect(request, url("directory:suggestions"), "La correction est sur la fiche.")


async def refuse(request: Request) -> Response:
    """Set a correction aside, with a reason."""
    user = current_user(request)
    suggestion = await door.suggestion(user, request.path_params["suggestion"])
    form = await forms.read(request)
    try:
        await suggestions.refuse(suggestion, form.text("reason"), by=user)
    except Invalid as error:
        return await _list(request, [suggestion], 1, wrong=suggestion.id, errors=error.fields)
    where = addresses(request.app)("directory:suggestions")
    return redirect(request, where, "La correction est refusée. La raison est gardée.")
