"""The page where a coordinator says that a structure is no longer there, and the way back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.access import directory as door
from boite.access.roles import Right
from boite.accounts.guard import current_user
from boite.clock import today
from boite.directory.maintenance import closure
from boite.directory.maintenance.structure_pages import sheet
from boite.directory.models import Ending, EndKind, Structure
from boite.directory.search_engine.search import SearchCriteria, search
from boite.directory.sheet.field_wording import END
from boite.directory.sheet.gone import is_gone
from boite.text.french import date_fr
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.answering import answered
from boite.web.flash import redirect
from boite.web.forms import Form


async def end(request: Request) -> Response:
    """Closed, merged or gone: since when, and which structure follows."""
    user = current_user(request)
    structure = await door.structure(user, request.path_params["slug"], Right.CLOSE)
    words = forms.query(request).text("mots", 200)
    values = {"kind": EndKind.CLOSED.value, "since": today().isoformat(), "successor": "", "note": ""}

    async def do(form: Form) -> Response:
        kind = EndKind(form.choice("kind", [code.value for code in EndKind]))
        successor = form.text("successor", 200).rstrip("/").rsplit("/", 1)[-1]
        since = form.day("since")
        await closure.end(structure, kind, by=user, since=since, successor=successor, note=form.raw("note").strip())
        undo = addresses(request.app)("directory:reopen", slug=structure.slug)
        told = f"La fiche « {structure.name} » est fermée."
        if since and not is_gone(since):
            told = f"La fiche « {structure.name} » reste ouverte. Elle annonce la suite pour le {date_fr(since)}."
        return redirect(request, sheet(request, structure), told, undo=undo)

    return await answered(
        request,
        "directory/keeping/end.html",
        do,
        values=values,
        structure=structure,
        kinds=[(code.value, said) for code, said in END.items()],
        words=words,
        others=await _others(structure, words),
    )


async def _others(structure: Structure, words: str) -> list[tuple[str, str]]:
    """The structures among which to choose the one that follows."""
    found = await search(SearchCriteria(words=words)) if words else None
    hits = [hit.structure for hit in (*found.hits, *found.apart)] if found else []
    return [(hit["slug"], hit["name"]) for hit in hits if hit["slug"] != structure.slug and not hit["ended"]]


async def reopen(request: Request) -> Response:
    """The structure is there after all."""
    user = current_user(request)
    structure = await door.structure(user, request.path_params["slug"], Right.CLOSE)
    await forms.read(request)
    told = await Ending.get_or_none(structure_id=structure.id)
    await closure.reopen(structure, by=user)
    over = told is not None and is_gone(told.since)
    done = f"La fiche « {structure.name} » est rouverte." if over else "L'annonce est annulée."
    return redirect(request, sheet(request, structure), done)
