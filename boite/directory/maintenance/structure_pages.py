"""The pages where a sheet is entered and where its own words change."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.directory.maintenance import (
    history,
    points,
    service_editing,
    structure_editing,
    structure_forms,
    suggestions,
)
from boite.directory.maintenance.sheet_forms import read_of, sayer
from boite.directory.models import Ending, Revision, Structure, Territory
from boite.directory.sheet import field_wording, phrases
from boite.directory.sheet.gone import is_gone
from boite.directory.sheet.snapshots import POINT, SERVICE, STRUCTURE
from boite.errors import Invalid
from boite.web import forms, versions
from boite.web.addresses import addresses
from boite.web.answering import answered, edited
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render
from boite.web.versions import Reading, Values, typed

ELSEWHERE = "Choisissez un territoire que vous coordonnez."


def sheet(request: Request, structure: Structure) -> str:
    """The address of its public page."""
    return addresses(request.app)("directory:sheet", slug=structure.slug)


def kept(request: Request, structure: Structure, revision: Revision | None, message: str) -> Response:
    """Back to the sheet, with a word about it and the way to take it back."""
    if revision is None:
        return redirect(request, sheet(request, structure), "Rien n'a changé.", kind="info")
    undo = addresses(request.app)("directory:undo", slug=structure.slug, revision=revision.id)
    return redirect(request, sheet(request, structure), message, undo=undo)


async def edit(request: Request) -> Response:
    """Everything that the sheet says, each part with the way to change it."""
    user = current_user(request)
    structure = await door.structure(user, request.path_params["slug"], Right.EDIT)
    places, services = await points.of(structure), await service_editing.of(structure)
    told = await Ending.get_or_none(structure_id=structure.id)
    return render(
        request,
        "directory/keeping/edit.html",
        structure=structure,
        essentials=field_wording.facts(STRUCTURE, structure, await structure_forms.network_names()),
        places=[(row, points.in_a_line(row), field_wording.facts(POINT, row)) for row in places],
        services=[(row, field_wording.facts(SERVICE, row)) for row in services],
        ending=told if told and is_gone(told.since) else None,
        announced=phrases.announced(told.kind, told.since) if told else "",
        waiting=len(await suggestions.about(structure)),
        rights=await door.rights(user, structure),
    )


async def words(request: Request) -> Response:
    """The structure's own words: name, presentation, how to reach it."""
    user = current_user(request)
    structure = await door.structure(user, request.path_params["slug"], Right.EDIT)
    territories = await _territories(request, structure)
    values = _values(structure, territories)

    async def do(form: Form) -> Response:
        wanted = _wanted(form, values, territories)
        revision = await structure_editing.change(structure, wanted, by=user, version=versions.number(form))
        return kept(request, structure, revision, "La fiche est enregistrée.")

    async def reading() -> Reading:
        return await read_of(structure, STRUCTURE, structure.id, user, fields)

    async def fields() -> tuple[Values, dict[str, Any]]:
        return _values(await door.structure(user, structure.slug, Right.EDIT), territories), {}

    return await edited(
        request,
        "directory/keeping/words.html",
        do,
        reading=reading,
        said=sayer(STRUCTURE, await structure_forms.network_names()),
        structure=structure,
        territories=[(row.code, row.name) for row in territories],
        options=await structure_forms.options(),
    )


def _values(structure: Structure, territories: list[Territory]) -> Values:
    """The fields of the form; the territory too for whoever may choose it."""
    place = {"territory_id": structure.territory_id or ""} if territories else {}
    return structure_forms.values_of(structure) | place


async def _territories(request: Request, structure: Structure) -> list[Territory]:
    """Where a coordinator may put this sheet; nothing for an agent."""
    user = current_user(request)
    coordinates = Right.MANAGE_AGENTS in await door.rights(user, structure)
    return await door.coordinated(user) if coordinates else []


def _wanted(form: Form, values: dict[str, Any], territories: list[Territory]) -> dict[str, Any]:
    """What was typed; a territory that one coordinates. Raises Invalid."""
    wanted = typed(form, values)
    chosen = wanted.get("territory_id", "")
    # Without any, the sheet would be the region's: whoever coordinates one territory could not take it back.
    if chosen not in {values.get("territory_id", ""), *(row.code for row in territories)}:
        raise Invalid(fields={"territory_id": ELSEWHERE})
    return wanted


async def create(request: Request) -> Response:
    """A new sheet, for a coordinator."""
    user = current_user(request)
    territories = await door.coordinated(user)
    values = structure_forms.EMPTY | {"territory_id": territories[0].code if len(territories) == 1 else ""}

    async def do(form: Form) -> Response:
        wanted = _wanted(form, values, territories)
        code = wanted.pop("territory_id")
        territory = next((row for row in territories if row.code == code), None)
        if territory is None:
            raise Invalid(fields={"territory_id": ELSEWHERE})
        made = await structure_editing.create(wanted, territory, by=user)
        where = addresses(request.app)("directory:edit", slug=made.slug)
        return redirect(request, where, "La fiche est créée. Ajoutez maintenant un lieu d'accueil.")

    return await answered(
        request,
        "directory/keeping/words.html",
        do,
        values=values,
        structure=None,
        territories=[(row.code, row.name) for row in territories],
        options=await structure_forms.options(),
    )


async def undo(request: Request) -> Response:
    """Take one change back."""
    user = current_user(request)
    structure = await door.structure(user, request.path_params["slug"], Right.EDIT)
    revision = await history.found(structure, request.path_params["revision"])
    await forms.read(request)
    await history.undo(revision, by=user)
    return redirect(request, sheet(request, structure), "C'est annulé : la fiche dit de nouveau la même chose.")
