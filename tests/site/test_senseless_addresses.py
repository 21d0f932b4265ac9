"""Addresses that nobody was given: too long, with signs that a database refuses. Never a fault of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from boite.accounts.models import AccountRole
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_territory
from tests.orientation.guide_rows import coordinator
from tests.visitors import Visitor

SENSELESS = ("a" * 121, "a" * 300, "9" * 30, "\x00", "é\U0001f33b", "' OR 1=1", "%", "A-0")


def parametrised(routes: Iterable[BaseRoute], prefix: str = "") -> Iterator[tuple[str, Route]]:
    """The routes whose address names something, each with its whole pattern."""
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            yield from parametrised(route.routes, prefix + route.path)
        elif isinstance(route, Route) and route.param_convertors:
            yield prefix + route.path, route


def filled(pattern: str, route: Route, value: str) -> str:
    for name, convertor in route.param_convertors.items():
        kind = type(convertor).__name__
        marks = [f"{{{name}}}", *(f"{{{name}:{known}}}" for known in ("path", "int", "place", "uuid"))]
        given = (
            "7" if kind == "IntegerConvertor" else "AAA-" * 10 if kind == "PlaceConvertor" else quote(value, safe="")
        )
        for mark in marks:
            pattern = pattern.replace(mark, given)
    return pattern


@pytest.mark.parametrize("value", SENSELESS)
async def test_no_address_breaks_a_page(
    app: Starlette, client: Visitor, new_person: OpenAccount, sign_in: SignIn, value: str
) -> None:
    await make_territory()
    nadia = await sign_in(await coordinator(await new_person("Nadia", role=AccountRole.COORDINATOR)))
    faults = []
    for pattern, route in parametrised(app.routes):
        if not pattern.startswith("/static"):
            for visitor in (client, nadia):
                address = filled(pattern, route, value)
                answer = await visitor.get(address)
                if answer.status_code >= 500:
                    faults.append(f"{pattern}: {answer.status_code}")
                if visitor is nadia and "POST" in (route.methods or ()):
                    sent = await visitor.submit(address)
                    if sent.status_code >= 500:
                        faults.append(f"POST {pattern}: {sent.status_code}")
    assert not faults, "\n".join(faults)
