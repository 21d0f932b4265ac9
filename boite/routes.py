"""The map of the site: one mount per domain, in the order of the menu, and the set of what is public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from starlette.routing import BaseRoute, Mount, Route

from boite.accounts import routes as accounts
from boite.accounts.guard import SignedIn
from boite.agenda import routes as agenda
from boite.boxes import routes as boxes
from boite.directory import routes as directory
from boite.files import routes as files
from boite.groups import routes as groups
from boite.journal import routes as journal
from boite.library import routes as library
from boite.news import routes as news
from boite.newsletter import routes as newsletter
from boite.orientation import routes as orientation
from boite.portraits import routes as portraits
from boite.settings import Settings
from boite.site import routes as site
from boite.styleguide import routes as styleguide
from boite.tus import routes as tus
from boite.web.addresses import known
from boite.web.assets import assets

PUBLIC = {
    "site:home",
    "site:legal",
    "site:privacy",
    "site:accessibility",
    "site:help",
    "site:security",
    "site:change_passphrase",
    "site:robots",
    "site:alive",
    "site:ready",
    "site:favicon",
    "accounts:sign_in",
    "accounts:sign_out",
    "boxes:open",
    "directory:search",
    "directory:communes",
    "directory:network",
    "directory:territory",
    "directory:sheet",
    "directory:vcard",
    "directory:qr",
    "directory:history",
    "directory:suggest",
    "directory:open_data",
    "directory:structures_json",
    "directory:structures_csv",
    "directory:communes_json",
    "directory:api_search",
    "directory:api_structure",
    "medias:file",
    "medias:picture",
    "medias:thumbnail",
    "library:pack",
    "library:pack_file",
    "library:resource",
    "library:resources",
    "library:subtitles",
    "news:archive",
    "news:archives",
    "news:article",
    "news:atom",
    "news:choices",
    "news:front",
    "news:json",
    "news:propose_as_partner",
    "news:thanks",
    "orientation:guide",
    "orientation:guides",
    "orientation:home",
    "orientation:question",
    "orientation:sheet",
    "orientation:where",
    "orientation:who",
    "portraits:figures",
    "portraits:index",
    "portraits:portrait",
    "styleguide:index",
    "styleguide:page",
    "agenda:index",
    "agenda:feed",
    "agenda:event",
    "agenda:event_file",
    "agenda:register",
    "agenda:find",
    "agenda:registration",
    "agenda:leave",
    "agenda:answer",
    "agenda:entrance",
    "agenda:step",
    "newsletter:confirm",
    "newsletter:index",
    "newsletter:issue",
    "newsletter:leave",
    "newsletter:subscribe",
    "newsletter:territory",
    "newsletter:thanks",
    "tus:options",
}
"""The names of the routes that anybody may ask. Every other one wants somebody signed in."""


def site_map(settings: Settings) -> list[BaseRoute]:
    """Every route. The workshop is there in development only."""
    return list(_every_route(settings.development))


@lru_cache(maxsize=2)
def _every_route(development: bool) -> Sequence[BaseRoute]:
    routes: list[BaseRoute] = [
        Mount("/espace", name="files", routes=files.routes),
        Mount("/depots", name="tus", routes=tus.routes),
        Mount("/annuaire", name="directory", routes=directory.routes),
        Mount("/qui-peut-m-aider", name="orientation", routes=orientation.routes),
        Mount("/actualites", name="news", routes=news.routes),
        Mount("/portraits", name="portraits", routes=portraits.routes),
        Mount("/ressources", name="library", routes=library.routes),
        Mount("/groupe", name="groups", routes=groups.routes),
        Mount("/medias", name="medias", routes=groups.media_routes),
        Mount("/agenda", name="agenda", routes=agenda.routes),
        Mount("/lettre", name="newsletter", routes=newsletter.routes),
        Mount("/journal", name="journal", routes=journal.routes),
        Mount("/boite", name="boxes", routes=boxes.routes),
        Mount("/compte", name="accounts", routes=accounts.routes),
        Mount("/static", app=assets(), name="static"),
    ]
    if development:
        routes.append(Mount("/atelier", name="styleguide", routes=styleguide.routes))
    routes.append(Mount("", name="site", routes=site.routes))
    return tuple(_gated(routes))


def _gated(routes: Iterable[BaseRoute], prefix: str = "") -> Iterable[BaseRoute]:
    """The same routes, each closed unless its name is public. Made anew: a domain's own list stays as it is."""
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            inner = list(_gated(route.routes, f"{route.name}:"))
            yield Mount(route.path, name=route.name, routes=inner)
        elif isinstance(route, Route):
            gated = Route(route.path, route.endpoint, name=route.name, methods=route.methods)
            if prefix + route.name not in PUBLIC:
                gated.app = SignedIn(gated.app)
            yield gated
        else:
            yield route


known(site_map)
