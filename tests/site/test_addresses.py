"""The quick way from a route's name to its address says what Starlette itself would say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, NoMatchFound, Route

from boite.web.addresses import addresses
from tests.visitors import Visitor


def named(routes: Sequence[BaseRoute], prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every route's full name, with the names of its values."""
    for route in routes:
        if isinstance(route, Mount):
            yield from named(route.routes, f"{prefix}{route.name}:")
        elif isinstance(route, Route):
            yield prefix + route.name, set(route.param_convertors)


async def test_every_route_has_the_address_that_starlette_gives(app: Starlette) -> None:
    # tus:options stands at two addresses: the first one is that of the name.
    routes = dict(reversed(list(named(app.routes))))
    assert len(routes) > 50
    for name, wanted in routes.items():
        values = {key: str(uuid4()) for key in wanted}
        assert addresses(app)(name, **values) == app.url_path_for(name, **values)


@pytest.mark.parametrize(
    ("name", "values"),
    [("files:nowhere", {}), ("files:paper", {}), ("files:home", {"node": "1"}), ("files:paper", {"number": "1"})],
)
async def test_a_wrong_name_or_value_fails(app: Starlette, name: str, values: dict[str, str]) -> None:
    with pytest.raises(NoMatchFound):
        addresses(app)(name, **values)


async def test_a_value_never_adds_a_level(app: Starlette) -> None:
    with pytest.raises(AssertionError):
        addresses(app)("files:paper", node="1/nom")


@pytest.mark.parametrize("path", ["/annuaire/structures/%00", "/actualites/%00", "/agenda/rendez-vous/a%00b", "/%00"])
async def test_a_sign_that_no_database_takes_is_an_address_of_nothing(client: Visitor, path: str) -> None:
    assert (await client.get(path)).status_code == 404
