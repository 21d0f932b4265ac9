"""What a page of figures asks of the database: a few rows by key, however much is counted."""

from __future__ import annotations

import re
from html import unescape

import pytest

from boite.accounts.models import AccountRole
from boite.directory.models import Structure
from boite.statistics.total_kinds import Heading
from tests.conftest import OpenAccount, SignIn
from tests.database.statements import statements
from tests.groups.groups import ORLEANS
from tests.statistics.test_pages import structures

__all__ = ["structures"]
pytestmark = pytest.mark.anyio
MOST = {"R24": 13, "territory": 12, "structure": 10}


async def test_a_page_of_figures_asks_little(
    structures: list[Structure], new_person: OpenAccount, sign_in: SignIn
) -> None:
    observer = await sign_in(await new_person(role=AccountRole.OBSERVER))
    for place, code in (("R24", "R24"), ("territory", ORLEANS), ("structure", str(structures[0].id))):
        address = f"/chiffres/{code}?mesure=boites"
        assert (await observer.get(address)).status_code == 200
        with statements() as asked:
            assert (await observer.get(address)).status_code == 200
        figures = [one for one in asked if re.search('FROM "?(stat|directory)_', one) and "journal_" not in one]
        # Others are asked by every page: who is it, what waits for them.
        assert len(figures) <= MOST[place], "\n".join(figures)
        page = (await observer.get(address)).text
        found = re.findall(r'id="autres-[0-9]+".*?fold-title">([^<]*)<', unescape(page), re.DOTALL)
        assert found == [each.value for each in Heading if each.value in found], "in the order of the page"
        assert page.count('class="chart-pyramid') == (place == "R24"), "fifteen ages, or the bands of three"
