"""The figures of one place and one period as a file: for whoever may read their page, and the same figures."""

from __future__ import annotations

from asyncio import to_thread

from starlette.requests import Request
from starlette.responses import Response

from boite.access import statistics as door
from boite.accounts.guard import current_user
from boite.errors import NotFound
from boite.files.content_response_pages import disposition
from boite.statistics import export, periods, published
from boite.statistics.place_names import named, names_of_ends


async def download(request: Request) -> Response:
    """A table in the form that the address ends with."""
    paths = await door.place(current_user(request), request.path_params["place"])
    period, form = periods.read(request.path_params["period"]), request.path_params["form"]
    found = await published.dashboard(paths, period) if period and form in export.FORMS else None
    if found is None:
        raise NotFound
    [place] = await named([found.place])
    content = await to_thread(export.written, form, place, found, await names_of_ends(found.flows))
    headers = {"content-disposition": disposition("attachment", export.name_of(form, place, found))}
    return Response(content, headers=headers, media_type=export.FORMS[form])
