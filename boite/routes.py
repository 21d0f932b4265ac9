"""The map of the site: one mount per domain, in the order of the menu, and the set of what is public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from starlette.routing import BaseRoute, Mount, Route

from boite.accounts import routes as accounts
from boite.accounts.guard import SignedIn
from boite.administration import routes as administration
from boite.agenda import routes as agenda
from boite.boxes import routes as boxes
from boite.directory import routes as directory
from boite.files import routes as files
from boite.groups import routes as groups
from boite.journal import routes as journal
from boite.library import routes as library
from boite.news import routes as news
from boite.newsletter import routes as newsletter
from boite.notifications import routes as notifications
from boite.orientation import routes as orientation
from boite.portraits import routes as portraits
from boite.settings import Settings
from boite.site import routes as site
from boite.statistics import routes as statistics
from boite.styleguide import routes as styleguide
from boite.support import routes as support
from boite.tus import routes as tus
from boite.web.addresses import known
from boite.web.assets import assets
from boite.web.final_slash import FinalSlash

_MOUNTS: tuple[tuple[str, str, Sequence[BaseRoute], frozenset[str]], ...] = (
    ("/espace", "files", files.routes, frozenset()),
    ("/depots", "tus", tus.routes, tus.PUBLIC),
    ("/annuaire", "directory", directory.routes, directory.PUBLIC),
    ("/qui-peut-m-aider", "orientation", orientation.routes, orientation.PUBLIC),
    ("/actualites", "news", news.routes, news.PUBLIC),
    ("/portraits", "portraits", portraits.routes, portraits.PUBLIC),
    ("/ressources", "library", library.routes, library.PUBLIC),
    ("/groupe", "groups", groups.routes, frozenset()),
    ("/medias", "medias", groups.media_routes, groups.PUBLIC_MEDIA),
    ("/agenda", "agenda", agenda.routes, agenda.PUBLIC),
    ("/lettre", "newsletter", newsletter.routes, newsletter.PUBLIC),
    ("/messages", "notifications", notifications.routes, notifications.PUBLIC),
    ("/fin", "ends", notifications.end_routes, notifications.PUBLIC_ENDS),
    ("/journal", "journal", journal.routes, frozenset()),
    ("/boite", "boxes", boxes.routes, boxes.PUBLIC),
    ("/chiffres", "statistics", statistics.routes, statistics.PUBLIC),
    ("/accompagnement", "support", support.routes, frozenset()),
    ("/compte", "accounts", accounts.routes, accounts.PUBLIC),
    ("/exploitation", "administration", administration.routes, frozenset()),
)
"""Where each domain is, its name, its routes, the names among them that anybody may ask. In the order of the menu."""
_WORKSHOP = ("/atelier", "styleguide", styleguide.routes, styleguide.PUBLIC)
_SITE = ("", "site", site.routes, site.PUBLIC)

PUBLIC = frozenset(f"{name}:{open_}" for _, name, _, opened in (*_MOUNTS, _WORKSHOP, _SITE) for open_ in opened)
"""The full names of the routes that anybody may ask. Every other one wants somebody signed in."""


def site_map(settings: Settings) -> list[BaseRoute]:
    """Every route. The workshop is there in development only."""
    return list(_every_route(settings.development))


@lru_cache(maxsize=2)
def _every_route(development: bool) -> Sequence[BaseRoute]:
    mounts = [*_MOUNTS, _WORKSHOP] if development else [*_MOUNTS]
    routes: list[BaseRoute] = [Mount(path, name=name, routes=inner) for path, name, inner, _ in mounts]
    routes.append(FinalSlash([path for path, _, inner, _ in mounts if _has_index(inner)]))
    routes.append(Mount("/static", app=assets(), name="static"))
    routes.append(Mount(_SITE[0], name=_SITE[1], routes=_SITE[2]))
    return tuple(_gated(routes))


def _has_index(routes: Sequence[BaseRoute]) -> bool:
    return any(isinstance(route, Route) and route.path == "/" for route in routes)


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
