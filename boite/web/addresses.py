"""Addresses by the name of their route. Starlette's own search walks every route for each link of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from starlette.applications import Starlette
from starlette.convertors import Convertor
from starlette.routing import BaseRoute, Mount, NoMatchFound, Route

from boite.settings import Settings

Pattern = tuple[str, dict[str, Convertor[Any]]]


class Addresses:
    """`addresses("files:paper", node=…)`: the address of a route. Built once from the map of the site."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._patterns: dict[str, Pattern] = dict(_patterns(routes))

    def __call__(self, name: str, /, **values: Any) -> str:
        """Raises NoMatchFound for an unknown name, an extra or missing value; AssertionError for a `/` in one."""
        pattern, convertors = self._patterns.get(name, ("", {}))
        if not pattern or values.keys() != convertors.keys():
            raise NoMatchFound(name, values)
        for key, value in values.items():
            pattern = pattern.replace(f"{{{key}}}", convertors[key].to_string(value))
        return pattern


def _patterns(routes: Sequence[BaseRoute], name: str = "", path: str = "") -> Iterator[tuple[str, Pattern]]:
    """Each name with its address and what turns its values into text. As in Starlette, the first of a name wins."""
    for route in reversed(routes):
        if isinstance(route, Mount):
            yield from _patterns(route.routes, f"{name}{route.name}:", path + route.path)
        elif isinstance(route, Route):
            yield name + route.name, (path + route.path_format, route.param_convertors)


def addresses(app: Starlette) -> Addresses:
    """The addresses of this application."""
    found = getattr(app.state, "addresses", None)
    if not isinstance(found, Addresses):
        found = app.state.addresses = Addresses(app.routes)
    return found


_maps: list[Callable[[Settings], Sequence[BaseRoute]]] = []


def known(site_map: Callable[[Settings], Sequence[BaseRoute]]) -> None:
    """Register the map of the site. The map does it itself: nothing else may import it."""
    _maps[:] = [site_map]


@lru_cache(maxsize=4)
def of_site(settings: Settings) -> Addresses:
    """The same addresses where no request is answered: for a mail, which a chore writes. Raises RuntimeError."""
    if not _maps:
        raise RuntimeError("nothing imported boite.routes: the addresses of the site are not known")
    return Addresses(_maps[-1](settings))
