"""The pages of the places where a structure receives people."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.clock import today
from boite.directory.maintenance import point_forms, points
from boite.directory.maintenance.structure_pages import kept, read_of, sayer, sheet
from boite.directory.models import ReceptionPoint, Structure
from boite.directory.sheet.fields import POINT
from boite.web import forms, versions
from boite.web.addresses import addresses
from boite.web.answering import answered, edited
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.versions import Reading, Values

GONE = "Le lieu est retiré de la fiche."


async def _of(request: Request) -> Structure:
    """The sheet of the address, for somebody who may change it."""
    return await door.structure(current_user(request), request.path_params["slug"], Right.EDIT)


async def _both(request: Request) -> tuple[Structure, ReceptionPoint]:
    structure = await _of(request)
    return structure, await points.found(structure, request.path_params["point"])


async def new(request: Request) -> Response:
    """One more place."""
    structure, user = await _of(request), current_user(request)
    values = point_forms.values_of(ReceptionPoint())

    async def do(form: Form) -> Response:
        wanted = point_forms.read(form, values)
        await points.add(structure, wanted, by=user)
        doubt = await points.doubt(ReceptionPoint(), wanted)
        return redirect(request, sheet(request, structure), f"Le lieu est sur la fiche. {doubt}".strip())

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
        wanted = point_forms.read(form, values)
        revision = await points.change(point, wanted, by=user, version=versions.number(form))
        doubt = await points.doubt(point, wanted)
        return kept(request, structure, revision, f"La fiche est enregistrée. {doubt}".strip())

    async def reading() -> Reading:
        return await read_of(structure, POINT, point.id, user, fields)

    async def fields() -> tuple[Values, dict[str, Any]]:
        return point_forms.values_of(await points.found(structure, point.id)), {}

    return await edited(
        request,
        "directory/keeping/point.html",
        do,
        reading=reading,
        said=sayer(POINT),
        structure=structure,
        point=point,
        centre=await points.at_the_centre(point),
        options=point_forms.options(),
    )


async def move(request: Request) -> Response:
    """This place is now elsewhere: its former address stays on the sheet."""
    structure, point = await _both(request)
    user = current_user(request)

    async def do(form: Form) -> Response:
        where, since = {name: form.raw(name) for name in point_forms.MOVE}, form.day("since")
        revision = await points.move(point, where, since, by=user, version=versions.number(form))
        later = since is not None and since > today()
        done = "Le déménagement est annoncé sur la fiche." if later else "La nouvelle adresse est sur la fiche."
        return kept(request, structure, revision, f"{done} {await points.doubt(point, where)}".strip())

    async def reading() -> Reading:
        return await read_of(structure, POINT, point.id, user, fields)

    async def fields() -> tuple[Values, dict[str, Any]]:
        row = await points.found(structure, point.id)
        # The form starts blank. Where somebody moved the place meanwhile, their address is shown beside what was typed.
        there = {name: (row.coming or {}).get(name, getattr(row, name)) for name in point_forms.MOVE}
        where = there if request.method == "POST" else dict.fromkeys(point_forms.MOVE, "")
        return where | {"since": today().isoformat()}, {"left": points.in_a_line(row)}

    return await edited(
        request, "directory/keeping/move.html", do, reading=reading, said=sayer(POINT), structure=structure
    )


async def remove(request: Request) -> Response:
    """Remove this place from the sheet."""
    structure, point = await _both(request)
    await forms.read(request)
    return kept(request, structure, await points.remove(point, by=current_user(request)), GONE)


async def rank(request: Request) -> Response:
    """Move this place higher, lower, or first."""
    structure, point = await _both(request)
    form = await forms.read(request)
    await points.put_at(point, form.integer("rang", 0, points.MOST) or 0, by=current_user(request))
    where = addresses(request.app)("directory:edit", slug=structure.slug)
    return redirect(request, f"{where}#lieux", "L'ordre des lieux est enregistré.")
