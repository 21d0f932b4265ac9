"""The pages where a sheet is entered and where its own words change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.accounts.models import User
from boite.directory.history.revision import last_change, last_revision
from boite.directory.maintenance import points, service_editing, structure_editing, suggestions
from boite.directory.models import Ending, Network, Revision, Structure, Territory
from boite.directory.sheet import field_wording, phrases
from boite.directory.sheet.fields import POINT, SERVICE, STRUCTURE, empty_form, in_form
from boite.directory.sheet.gone import is_gone
from boite.directory.sheet.languages import LANGUAGES
from boite.errors import Invalid
from boite.text.french import sentence_case
from boite.web import versions
from boite.web.addresses import addresses
from boite.web.answering import answered, edited
from boite.web.flash import redirect
from boite.web.forms import Form
from boite.web.templating import render
from boite.web.versions import Reading, Saying, Values, typed

ELSEWHERE = "Choisissez un territoire que vous coordonnez."


def sheet(request: Request, structure: Structure) -> str:
    """The address of its public page."""
    return addresses(request.app)("directory:sheet", slug=structure.slug)


def kept(request: Request, structure: Structure, revision: Revision | None, message: str) -> Response:
    """Back to the sheet, with a word about it and the way to undo it."""
    if revision is None:
        return redirect(request, sheet(request, structure), "Rien n'a changé.", kind="info")
    undo = addresses(request.app)("directory:undo", slug=structure.slug, revision=revision.id)
    return redirect(request, sheet(request, structure), message, undo=undo)


Fields = Callable[[], Awaitable[tuple[Values, dict[str, Any]]]]
"""The fields of a form, and what its page shows around them."""


async def read_of(structure: Structure, part: str, identifier: object, user: User, read: Fields) -> Reading:
    """What a form over this part of a sheet is drawn with, and who wrote it last. `read`: its fields, and the rest.

    The version is read before the values: what comes in between then looks newer than the form, never older.
    """
    version, last = await last_revision(structure), await last_change(structure, part, identifier)
    values, beside = await read()
    return Reading(
        values=values,
        version=version,
        author=last.author if last else "",
        own=last is not None and last.by_id == user.id,
        at=last.at if last else None,
        beside=beside,
    )


def sayer(part: str, names: Mapping[str, str] | None = None) -> Saying:
    """The French name and words of the fields of such a row, for two people who changed the same one."""

    def said(name: str, value: Any) -> tuple[str, str]:
        label = field_wording.FORM.get(name) or field_wording.label(part, name)
        return sentence_case(label), field_wording.shown(part, name, value, names)

    return said


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
        essentials=field_wording.facts(STRUCTURE, structure, await _network_names()),
        places=[(row, points.in_a_line(row), field_wording.facts(POINT, row)) for row in places],
        services=[(row, field_wording.facts(SERVICE, row)) for row in services],
        ending=told if told and is_gone(told.since) else None,
        announced=phrases.announced(told.kind, told.since) if told else "",
        waiting=await suggestions.count_about(structure),
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
        said=sayer(STRUCTURE, await _network_names()),
        structure=structure,
        territories=[(row.code, row.name) for row in territories],
        options=await _options(),
    )


async def _network_names() -> dict[str, str]:
    """The name of each network by its code, in their order."""
    return {row.code: row.name for row in await Network.all().order_by("rank", "name")}


async def _options() -> dict[str, Any]:
    """The lists to choose from."""
    return {"networks": list((await _network_names()).items()), "languages": list(LANGUAGES.items())}


def _values(structure: Structure, territories: list[Territory]) -> Values:
    """The fields of the form, with the territory for those who may choose it."""
    place = {"territory_id": structure.territory_id or ""} if territories else {}
    return in_form(STRUCTURE, structure) | place


async def _territories(request: Request, structure: Structure) -> list[Territory]:
    """Where a coordinator may put this sheet; nothing for an agent."""
    user = current_user(request)
    coordinates = Right.MANAGE_AGENTS in await door.rights(user, structure)
    return await door.coordinated(user) if coordinates else []


def _wanted(form: Form, values: dict[str, Any], territories: list[Territory]) -> dict[str, Any]:
    """What was typed; a territory that they coordinate. Raises Invalid."""
    wanted = typed(form, values)
    chosen = wanted.get("territory_id", "")
    # With none, the sheet would be the region's: a local coordinator could not take it back.
    if chosen not in {values.get("territory_id", ""), *(row.code for row in territories)}:
        raise Invalid(fields={"territory_id": ELSEWHERE})
    return wanted


async def create(request: Request) -> Response:
    """A new sheet, for a coordinator."""
    user = current_user(request)
    territories = await door.coordinated(user)
    values = empty_form(STRUCTURE) | {"territory_id": territories[0].code if len(territories) == 1 else ""}

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
        options=await _options(),
    )
