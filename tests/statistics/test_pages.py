"""Who reads which places, and what their pages say: rounded numbers, their reason, nothing else."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from boite.accounts.models import AccountRole, User
from boite.directory.models import Coordination, Membership, Structure
from boite.settings import Settings
from boite.statistics import facts, periods
from boite.statistics.due import publish_due
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.groups.groups import ORLEANS
from tests.hours import put_clock_at
from tests.statistics.test_publication import open_boxes

pytestmark = pytest.mark.anyio
CELL = re.compile(r'<td class="number[^"]*"[^>]*>(.*?)</td>', re.DOTALL)


@pytest.fixture
async def structures(settings: Settings, store: BlobStore, new_person: OpenAccount) -> list[Structure]:
    """Two structures of two territories, with the figures of September."""
    put_clock_at(datetime(2026, 10, 2, 10, tzinfo=UTC))
    since = datetime(2026, 9, 3, 10, tzinfo=UTC)
    made = []
    for name, code in (("Mission locale", ORLEANS), ("CIDJ", "SPRO-18")):
        await make_territory(code, f"Territoire {name}")
        made.append(await make_structure(name, territory=code))
    for structure, people in zip(made, (37, 12), strict=True):
        await open_boxes(structure, people, since=since)
        await open_boxes(structure, 3, since=since, situation="salarie", birth_year=1970)
    while await publish_due(settings, store):
        pass
    return made


async def test_who_reads_what(structures: list[Structure], new_person: OpenAccount, sign_in: SignIn) -> None:
    here, elsewhere = (f"/chiffres/{structure.id}" for structure in structures)
    observer = await sign_in(await new_person(role=AccountRole.OBSERVER))
    for address in ("/chiffres/", "/chiffres/R24", here, elsewhere):
        assert (await observer.get(address)).status_code == 200
    paul = await new_person(role=AccountRole.PROFESSIONAL)
    await Membership.create(user_id=paul.id, structure_id=structures[0].id)
    visitor = await sign_in(paul)
    assert 'href="/chiffres/"' in (await visitor.get("/")).text
    page = await visitor.get("/chiffres/")
    assert "Mission locale" in page.text
    assert "CIDJ" not in page.text
    assert (await visitor.get(here)).status_code == 200
    assert (await visitor.get(elsewhere)).status_code == 403
    assert (await visitor.get("/chiffres/R24")).status_code == 403
    for role in (AccountRole.PERSON, AccountRole.ADMINISTRATOR):
        other = await sign_in(await new_person(role=role))
        for address in ("/chiffres/", here):
            assert (await other.get(address)).status_code == 403


async def test_a_coordinator_reads_the_places_of_their_territory(
    structures: list[Structure], settings: Settings, store: BlobStore, new_person: OpenAccount, sign_in: SignIn
) -> None:
    nadia = await new_person(role=AccountRole.COORDINATOR)
    await Coordination.create(user_id=nadia.id, territory_id=ORLEANS)
    page = await (await sign_in(nadia)).get("/chiffres/")
    assert page.status_code == 200
    for seen in ("Territoire Mission locale", f"/chiffres/{structures[0].id}"):
        assert seen in page.text
    for hidden in ("Toute la région", "Territoire CIDJ", f"/chiffres/{structures[1].id}"):
        assert hidden not in page.text
    visitor = await sign_in(nadia)
    assert (await visitor.get(f"/chiffres/{ORLEANS}")).status_code == 200
    assert (await visitor.get("/chiffres/SPRO-18")).status_code == 403


async def test_a_structure_that_left_is_read_as_it_was(
    structures: list[Structure], settings: Settings, store: BlobStore, new_person: OpenAccount, sign_in: SignIn
) -> None:
    moved = structures[0]
    await Structure.filter(id=moved.id).update(territory_id="SPRO-18")
    put_clock_at(datetime(2026, 11, 2, 10, tzinfo=UTC))
    while await publish_due(settings, store):
        pass
    pages = {}
    for code in (ORLEANS, "SPRO-18"):
        somebody = await new_person(role=AccountRole.COORDINATOR)
        await Coordination.create(user_id=somebody.id, territory_id=code)
        visitor = await sign_in(somebody)
        for month in ("2026-09", "2026-10"):
            pages[code, month] = (await visitor.get(f"/chiffres/{moved.id}?periode={month}")).text
        assert (await visitor.get("/chiffres/")).text.count(f"/chiffres/{moved.id}") == 1
    nothing = "Pas de chiffres ici pour cette période."
    assert [key for key, page in pages.items() if nothing in page] == [(ORLEANS, "2026-10"), ("SPRO-18", "2026-09")]
    observer = await sign_in(await new_person(role=AccountRole.OBSERVER))
    assert (await observer.get("/chiffres/")).text.count(f"/chiffres/{moved.id}") == 1
    for month in ("2026-09", "2026-10"):
        assert nothing not in (await observer.get(f"/chiffres/{moved.id}?periode={month}")).text


@pytest.mark.parametrize(
    "address", ["R24?periode=2026-13", "R24?mesure=tout", "R24?mesure=professionnels", "inconnu", "-", "x" * 60]
)
async def test_nonsense_is_no_page(
    structures: list[Structure], new_person: OpenAccount, sign_in: SignIn, address: str
) -> None:
    observer = await sign_in(await new_person(role=AccountRole.OBSERVER))
    assert (await observer.get(f"/chiffres/{address}")).status_code == 404
    assert (await observer.get(f"/chiffres/{uuid4()}")).status_code == 404


async def test_every_number_of_people_is_rounded_and_says_so(
    structures: list[Structure], new_person: OpenAccount, sign_in: SignIn
) -> None:
    observer = await sign_in(await new_person(role=AccountRole.OBSERVER))
    for address in (f"/chiffres/{structures[0].id}?mesure=boites", "/chiffres/R24?mesure=boites"):
        page = (await observer.get(address)).text
        cells = [re.sub(r"<[^>]*>", "", cell).strip() for cell in CELL.findall(page)]
        numbers = [int(re.sub(r"\W", "", cell)) for cell in cells if cell[:1].isdigit()]
        assert len(numbers) > 3
        assert all(number % 5 == 0 for number in numbers)
        assert page.count("arrondis à 5") >= 3
        assert "moins de 5" in page
        assert page.count("Moins de 5 personnes, peut-être aucune") == page.count('id="peu"') == 1
        assert 'href="#peu">moins de 5</a>' in page
        assert "0" not in cells
    assert "Pas de détail : il faut au moins 10 personnes." in (
        await observer.get(f"/chiffres/{structures[0].id}?mesure=depots")
    ).text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


async def test_before_the_first_figures(store: BlobStore, new_person: OpenAccount, sign_in: SignIn) -> None:
    put_clock_at(datetime(2026, 10, 2, 10, tzinfo=UTC))
    await open_boxes(None, 30, since=datetime(2026, 9, 3, 10, tzinfo=UTC))
    await facts.note_month(periods.month(date(2026, 9, 1)))  # the chore died just after
    observer = await sign_in(await new_person(role=AccountRole.OBSERVER))
    page = await observer.get("/chiffres/")
    assert "Pas encore de chiffres" in page.text
    assert (await observer.get("/chiffres/R24")).status_code == 404
    assert await User.all().count() >= 1
