"""The technical log tells what was asked for, never what opens something nor whom it is about."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.visitors import Visitor

TOKEN = "un-jeton-qui-ouvre-une-inscription"
pytestmark = pytest.mark.anyio


class Kept(logging.Handler):
    """The fields of each line told."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.fields.append(getattr(record, "fields", {}))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[list[dict[str, Any]]]:
    """The fields of each request told, as they come."""
    caplog.set_level(logging.INFO, "boite.web")
    kept, log = Kept(), logging.getLogger("boite.web")
    log.addHandler(kept)
    yield kept.fields
    log.removeHandler(kept)


@pytest.mark.parametrize(
    ("asked", "route"),
    [
        (f"/lettre/desinscription/{TOKEN}", "/lettre/desinscription/{token}"),
        (f"/lettre/confirmation/{TOKEN}", "/lettre/confirmation/{token}"),
        (f"/agenda/inscriptions/{TOKEN}", None),
        (f"/depots/{TOKEN}", None),
        (f"/nulle-part/{TOKEN}", None),
        (f"/static/{TOKEN}.css", "/static/*"),
        ("/sante", "/sante"),
    ],
)
async def test_the_pattern_of_the_address_is_told(
    client: Visitor, lines: list[dict[str, Any]], asked: str, route: str | None
) -> None:
    await client.get(asked, params={"q": TOKEN})
    assert TOKEN not in str(lines)
    assert [line["method"] for line in lines] == ["GET"]
    if route:
        assert lines[0]["route"] == route


async def test_nothing_of_a_person_s_papers_is_told(visitor: Visitor, lines: list[dict[str, Any]]) -> None:
    identifier = "0b1f6a52-59a4-4f5e-9d7e-6a0e4c3b2a10"
    assert (await visitor.get(f"/espace/{identifier}")).status_code == 404
    assert identifier not in str(lines)
