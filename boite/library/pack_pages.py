"""The « clé USB numérique »: choose a topic and a place, see what is in it, take it away. Anybody may."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from boite.accounts import throttle
from boite.accounts.throttle import ThrottledForm
from boite.directory.models import Scale, Territory
from boite.errors import NotFound
from boite.files.zip_download import attachment
from boite.files.zipping import zipped
from boite.library import pack as packs
from boite.library import pack_archive
from boite.library.pack import Pack
from boite.publishing.topics import TOPICS
from boite.web import forms
from boite.web.addresses import addresses
from boite.web.client_network import network
from boite.web.templating import render


async def pack(request: Request) -> Response:
    """What a pack would hold, and its weight, before it is taken."""
    query = forms.query(request)
    territories = await Territory.filter(scale=Scale.LOCAL).order_by("name")
    topic, place = query.raw("theme"), query.raw("territoire")
    place = place if any(row.code == place for row in territories) else ""
    found = await _gathered(topic, place, territories) if topic in TOPICS else None
    return render(
        request,
        "library/kept/pack.html",
        pack=found,
        topic=topic if found else "",
        place=place,
        topics=[(each.code, each.label) for each in TOPICS.values()],
        territories=[(row.code, row.name) for row in territories],
    )


async def download(request: Request) -> Response:
    """The zip, sent while it is made. Raises NotFound where there is nothing to take, TooMany."""
    topic, place = request.path_params["topic"], forms.query(request).raw("territoire")
    territories = await Territory.filter(scale=Scale.LOCAL).order_by("name")
    if topic not in TOPICS or (place and all(row.code != place for row in territories)):
        raise NotFound
    found = await _gathered(topic, place, territories)
    if not found.items:
        raise NotFound("Il n'y a pas encore de ressource pour ce thème. Choisissez-en un autre.")
    state = request.app.state
    if request.method == "HEAD":
        return Response(media_type="application/zip")
    await throttle.count_try(state.settings, ThrottledForm.PACK, network(request))
    site, url = state.settings.base_url.rstrip("/"), addresses(request.app)

    def sheet(slug: str) -> str:
        return f"{site}{url('library:resource', slug=slug)}"

    made = pack_archive.entries(found, site, sheet, state.store)
    return attachment(zipped(made, state.store), f"{found.name}.zip")


async def _gathered(topic: str, place: str, territories: list[Territory]) -> Pack:
    where = next((row.name for row in territories if row.code == place), "")
    return await packs.gather(TOPICS[topic], place, where)
