"""A structure as a contact: a vCard for a phone, a square to scan, a paper in somebody's box."""

from __future__ import annotations

from io import BytesIO

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as directory_door
from boite.access import files as files_door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.clock import today
from boite.directory.sheet import loading, opening_words, phrases
from boite.directory.sheet.fields import POINT, chosen
from boite.directory.sheet.loading import Sheet
from boite.directory.sheet.structure_rows import ReceptionPoint
from boite.files import vcard, writings
from boite.files.models import NodeKind
from boite.text import phones
from boite.web import forms
from boite.web.flash import redirect

DENSEST = 12
"""Version of a QR code (65 squares a side) beyond which a phone's camera hesitates."""


async def card(request: Request) -> Response:
    """The vCard, as a file that a phone opens."""
    sheet = await _sheet(request)
    headers = {"content-disposition": f'attachment; filename="{sheet.structure.slug}.vcf"'}
    return Response(contact(sheet, sheet_address(request, sheet)), media_type="text/vcard", headers=headers)


async def code(request: Request) -> Response:
    """The square to scan: the contact itself, or the sheet's address where there would be too much in it."""
    sheet = await _sheet(request)
    drawing = qr(small_contact(sheet), sheet_address(request, sheet))
    return Response(drawing, media_type="image/svg+xml")


async def keep(request: Request) -> Response:
    """« Ajouter à ma boîte »: a contact paper at the top of the person's space. Raises QuotaExceeded."""
    user = current_user(request)
    parent = await files_door.root(user, Right.ADD)
    sheet = await _sheet(request)
    await forms.read(request)
    text, name = contact(sheet, sheet_address(request, sheet)), sheet.structure.name
    made = await writings.write(parent, NodeKind.CONTACT, name, text, request.app.state.store, by=user)
    undo = request.app.url_path_for("files:discard", nodes=made.id)
    back = request.app.url_path_for("directory:sheet", slug=sheet.structure.slug)
    return redirect(request, back, f"« {made.name} » est dans votre boîte.", undo=undo)


async def _sheet(request: Request) -> Sheet:
    return await loading.read(await directory_door.structure(request.state.user, request.path_params["slug"]))


def sheet_address(request: Request, sheet: Sheet) -> str:
    """The address of a sheet, whole, as it is written on paper."""
    path = request.app.url_path_for("directory:sheet", slug=sheet.structure.slug)
    return f"{request.app.state.settings.base_url.rstrip('/')}{path}"


def contact(sheet: Sheet, address: str) -> str:
    """The vCard of a structure at its first reception point."""
    email = sheet.structure.email or _first(sheet, "email")
    return vcard.compose(_essential(sheet) | {"email": email, "note": _note(sheet, address)})


def small_contact(sheet: Sheet) -> str:
    """The same with the essential only."""
    return vcard.compose(_essential(sheet))


def qr(text: str, otherwise: str) -> bytes:
    """The square of a text, as SVG; that of another text where the first makes it too dense."""
    import segno  # imported here: no other page needs it, and it takes a while to load

    drawn = segno.make(text, error="m", micro=False, encoding="utf-8")
    if int(drawn.version) > DENSEST:
        drawn = segno.make(otherwise, error="m", micro=False)
    picture = BytesIO()
    drawn.save(picture, kind="svg", border=4, omitsize=True, xmldecl=False, light="#fff")
    return picture.getvalue()


def _essential(sheet: Sheet) -> dict[str, str]:
    structure, networks = sheet.structure, sheet.networks
    return {
        "name": structure.name,
        "organisation": networks[0].name if networks else "",
        "phone": phones.shown(structure.phone or _first(sheet, "phone")),
        "address": _address(sheet.points[0]) if sheet.points else "",
    }


def _also(point: ReceptionPoint) -> list[str]:
    """What the card says besides of the place, each under its name."""
    fields = chosen(POINT, lambda field: field.card)
    return [f"{field.label} : {value}" for column, field in fields.items() if (value := getattr(point, column))]


def _first(sheet: Sheet, name: str) -> str:
    """The first value of a column among the reception points."""
    return next((value for point in sheet.points if (value := str(getattr(point, name)))), "")


def _address(point: ReceptionPoint) -> str:
    place = {name: getattr(point, name) for name in ("address", "complement", "postal_code", "city")}
    return ", ".join(phrases.address(place))


def _note(sheet: Sheet, address: str) -> str:
    """Hours, the site, and the sheet, which stays up to date."""
    ends = sheet.announced.since if sheet.announced else None
    lines = [phrases.announced(sheet.announced.kind, ends)] if sheet.announced else []
    if sheet.points:
        days = opening_words.week(opening_words.until(sheet.points[0].opening_hours, ends), today())
        lines += [f"{name} : {hours}" for name, hours in days if not hours.startswith("Fermé")]
        lines += [sheet.points[0].hours_note, *_also(sheet.points[0])]
    lines += [sheet.structure.website, f"Fiche à jour : {address}"]
    return "\n".join(line for line in lines if line)
