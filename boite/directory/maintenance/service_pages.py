"""The pages of what a structure does for people."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.directory.maintenance import points, service_editing, service_forms
from boite.directory.maintenance.structure_pages import kept, read_of, sayer, sheet
from boite.directory.models import Service, Structure
from boite.directory.sheet.fields import SERVICE
from boite.web import forms, versions
from boite.web.addresses import addresses
from boite.web.answering import answered, edited
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.versions import Reading, Values, typed


async def _of(request: Request) -> Structure:
    """The sheet of the address, for somebody who may change it."""
    return await door.structure(current_user(request), request.path_params["slug"], Right.EDIT)


async def _both(request: Request) -> tuple[Structure, Service]:
    structure = await _of(request)
    return structure, await service_editing.found(structure, request.path_params["service"])


async def new(request: Request) -> Response:
    """One more service."""
    structure, user, values = await _of(request), current_user(request), service_forms.EMPTY

    async def do(form: Form) -> Response:
        made = await service_editing.add(structure, typed(form, values), by=user)
        return redirect(request, sheet(request, structure), f"« {made.name} » est sur la fiche.")

    return await answered(
        request,
        "directory/keeping/service.html",
        do,
        values=values,
        structure=structure,
        service=None,
        options=service_forms.options(await points.of(structure), values),
    )


async def edit(request: Request) -> Response:
    """The words of one service."""
    structure, service = await _both(request)
    user, values = current_user(request), service_forms.values_of(service)

    async def do(form: Form) -> Response:
        revision = await service_editing.change(service, typed(form, values), by=user, version=versions.number(form))
        return kept(request, structure, revision, "La fiche est enregistrée.")

    async def reading() -> Reading:
        return await read_of(structure, SERVICE, service.id, user, fields)

    async def fields() -> tuple[Values, dict[str, Any]]:
        return service_forms.values_of(await service_editing.found(structure, service.id)), {}

    return await edited(
        request,
        "directory/keeping/service.html",
        do,
        reading=reading,
        said=sayer(SERVICE),
        structure=structure,
        service=service,
        options=service_forms.options(await points.of(structure), values),
    )


async def remove(request: Request) -> Response:
    """Remove this service from the sheet."""
    structure, service = await _both(request)
    await forms.read(request)
    revision = await service_editing.remove(service, by=current_user(request))
    return kept(request, structure, revision, f"« {service.name} » est retiré de la fiche.")


async def rank(request: Request) -> Response:
    """Move this service higher or lower in the list."""
    structure, service = await _both(request)
    form = await forms.read(request)
    await service_editing.put_at(service, form.integer("rang", 0, service_editing.MOST) or 0, by=current_user(request))
    where = addresses(request.app)("directory:edit", slug=structure.slug)
    return redirect(request, f"{where}#services", "L'ordre des services est enregistré.")
