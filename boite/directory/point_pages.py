"""The pages of the places where a structure receives people."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite import access
from boite.access import Duty
from boite.accounts.guard import current_user
from boite.clock import today
from boite.directory import point_forms, points
from boite.directory.editing_pages import kept, sheet
from boite.directory.form_values import former_row, sayer, seen_in, typed
from boite.directory.models import ReceptionPoint, Structure
from boite.directory.revising import last_revision
from boite.directory.sheet_forms import answered
from boite.directory.snapshots import POINT
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.flash import redirect
from boite.web.forms import Form

GONE = "Le lieu est retiré de la fiche."


async def _of(request: Request) -> Structure:
    """The sheet of the address, for somebody who may change it."""
    return await access.structure(request.path_params["slug"], current_user(request), Duty.CHANGE)


async def _both(request: Request) -> tuple[Structure, ReceptionPoint]:
    structure = await _of(request)
    return structure, await points.found(structure, request.path_params["point"])


async def new(request: Request) -> Response:
    """One more place."""
    structure, user = await _of(request), current_user(request)
    values = point_forms.values_of(ReceptionPoint())

    async def do(form: Form) -> Response:
        await points.add(structure, point_forms.read(form, values), by=user)
        return redirect(request, sheet(request, structure), "Le lieu est sur la fiche.")

    return await answered(
        request,
        "directory/keeping/point.html",
        do,
        values=values,
        structure=structure,
        point=None,
        centre=False,
        options=point_forms.options(),
    )


async def edit(request: Request) -> Response:
    """The words of one place: where, when, how."""
    structure, point = await _both(request)
    user, values = current_user(request), point_forms.values_of(point)

    async def do(form: Form) -> Response:
        revision = await points.change(point, point_forms.read(form, values), by=user, seen=seen_in(form))
        return kept(request, structure, revision, "La fiche est enregistrée.")

    return await answered(
        request,
        "directory/keeping/point.html",
        do,
        values=values,
        seen=await last_revision(structure),
        said=sayer(POINT),
        former=lambda before: point_forms.values_of(former_row(point, before)),
        structure=structure,
        point=point,
        centre=await points.at_the_centre(point),
        options=point_forms.options(),
    )


async def move(request: Request) -> Response:
    """This place is now elsewhere: its former address stays on the sheet."""
    structure, point = await _both(request)
    user, values = current_user(request), {**dict.fromkeys(point_forms.MOVE, ""), "since": today().isoformat()}

    async def do(form: Form) -> Response:
        where = {name: value for name, value in typed(form, values).items() if name != "since"}
        since = form.day("since")
        revision = await points.move(point, where, since, by=user)
        later = since is not None and since > today()
        done = "Le déménagement est annoncé sur la fiche." if later else "La nouvelle adresse est sur la fiche."
        return kept(request, structure, revision, done)

    return await answered(
        request, "directory/keeping/move.html", do, values=values, structure=structure, left=points.in_a_line(point)
    )


async def remove(request: Request) -> Response:
    """Take this place off the sheet."""
    structure, point = await _both(request)
    await forms.read(request)
    return kept(request, structure, await points.remove(point, by=current_user(request)), GONE)


async def rank(request: Request) -> Response:
    """Set this place higher, lower, or first."""
    structure, point = await _both(request)
    form = await forms.read(request)
    await points.put_at(point, form.integer("rang", 0, points.MOST) or 0, by=current_user(request))
    where = addresses(request.app)("directory:edit", slug=structure.slug)
    return redirect(request, f"{where}#lieux", "L'ordre des lieux est enregistré.")
