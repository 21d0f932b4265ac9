"""Each page of the atelier is drawn, whatever changes in the words that it shows."""

from __future__ import annotations

import pytest

from boite.styleguide.message_samples import messages
from boite.styleguide.samples import ERRORS, PAGES
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio


async def test_each_page_of_the_atelier_is_drawn(client: Visitor) -> None:
    for name in (*PAGES, *(f"erreur-{status}" for status in ERRORS)):
        assert (await client.get(f"/atelier/{name}")).status_code == 200, name
    assert (await client.get("/atelier/rien")).status_code == 404


def test_each_kind_of_message_has_something_to_say_there() -> None:
    for kind, lines in messages():
        assert lines, kind.code
        assert all(line.title for line in lines), kind.code
