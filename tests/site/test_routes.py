"""Pages are imported when first asked for: here, all of them are, so that a wrong name in a route is seen."""

from __future__ import annotations

import inspect
from functools import partial

import pytest
from starlette.routing import Route

from boite.web.page_modules import PageModule, found
from tests.site.test_gates import SITE


@pytest.mark.parametrize(("name", "route"), SITE, ids=[f"{name} {route.path}" for name, route in SITE])
def test_the_page_of_a_route_exists(name: str, route: Route) -> None:
    assert isinstance(route.endpoint, partial), f"{name}: name its module with PageModule"
    page = found(*route.endpoint.args)
    assert inspect.iscoroutinefunction(page)
    assert list(inspect.signature(page).parameters) == ["request"]


def test_a_page_that_does_not_exist_is_seen() -> None:
    route = Route("/", PageModule("boite.site.pages").nowhere)
    assert isinstance(route.endpoint, partial)
    with pytest.raises(AttributeError):
        found(*route.endpoint.args)
