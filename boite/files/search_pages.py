"""Finding a paper: by its words, its type, its date, its size. As one types, or with a plain button."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from boite.access import files as door
from boite.accounts.guard import current_user
from boite.files import node_lists
from boite.files.document_types import BY_CODE, DOCUMENT_TYPES
from boite.files.list_rows import drawn
from boite.languages.messages import _
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.forms import Form
from boite.web.templating import is_partial, render

SIZES: dict[str, tuple[str, int | None, int | None]] = {
    "leger": (_("Moins de 1 Mo"), None, 1_000_000),
    "moyen": (_("De 1 à 10 Mo"), 1_000_000, 10_000_000),
    "lourd": (_("Plus de 10 Mo"), 10_000_000, None),
}
FIELDS = ("mots", "type", "depuis", "jusque", "poids")


async def search(request: Request) -> Response:
    """The form and what it finds; the part that changes alone, for a partial request. Raises Invalid."""
    query = forms.query(request)
    wanted = _wanted(query)
    space = await door.space(current_user(request))
    found = await node_lists.search(space.id, wanted) if wanted else node_lists.NodePage([], "")
    values = {name: query.text(name) for name in FIELDS}
    return render(
        request,
        "files/_results.html" if is_partial(request) else "files/search.html",
        asked=bool(wanted),
        count=len(found.rows),
        rows=drawn(found.rows, addresses(request.app), "choix"),
        page=wanted.page,
        after=found.after,
        values=values,
        kept=urlencode({name: value for name, value in values.items() if value}),
        types=DOCUMENT_TYPES,
        sizes=[(code, words) for code, (words, _, _) in SIZES.items()],
    )


def _wanted(query: Form) -> node_lists.ListingCriteria:
    """What the address asks for. Raises Invalid where a field makes no sense."""
    _, low, high = SIZES.get(query.choice("poids", ("", *SIZES)), ("", None, None))
    return node_lists.ListingCriteria(
        words=query.text("mots", 200),
        document_type=query.choice("type", ("", *BY_CODE)),
        since=query.day("depuis"),
        until=query.day("jusque"),
        min_bytes=low,
        max_bytes=high,
        page=query.integer("page", 1, 10_000) or 1,
    )
