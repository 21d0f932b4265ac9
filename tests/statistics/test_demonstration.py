"""The demonstration has a past to show, and no other base is given one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from boite.accounts.ages import GROUPINGS
from boite.accounts.models import AccountRole, User
from boite.settings import Settings
from boite.statistics import periods, published
from boite.statistics.demo import MONTHS, load_demo_figures
from boite.statistics.models import StatFact, StatPeriod, StatPerson
from boite.statistics.periods import PeriodKind
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_commune, make_structure, make_territory
from tests.groups.groups import ORLEANS
from tests.hours import put_clock_at
from tests.statistics.test_publication import people_of, publish, stored

pytestmark = pytest.mark.anyio
FEW = 200


async def directory() -> str:
    """One structure and one commune of a territory. Returns the identifier of the structure."""
    await make_territory(ORLEANS, "Orléans")
    await make_commune("Orléans", "45234", ["45000"], 47.9, 1.9, territory=ORLEANS)
    return str((await make_structure("Mission locale", territory=ORLEANS)).id)


async def test_it_has_eighteen_months_to_show(
    settings: Settings, store: BlobStore, new_person: OpenAccount, sign_in: SignIn
) -> None:
    put_clock_at(datetime(2026, 11, 30, 10, tzinfo=UTC))
    place, hugo = await directory(), await new_person(role=AccountRole.OBSERVER)
    await new_person("Marc")
    cast = [user.handle for user in await User.all()]
    await load_demo_figures(cast, settings, store, people=FEW)
    there = [each.period for each in await published.published()]
    months = sorted(period for period in there if period.kind == PeriodKind.MONTH)
    assert [months[0].code, months[-1].code, len(months)] == ["2025-05", "2026-10", MONTHS]
    codes = {period.code for period in there}
    assert {"2025-T3", "2026-T3", "2025-2026"} <= codes
    assert not {"2025-T2", "2024-2025", "2025"} & codes, "they began before the first month"
    for period in months[-6:]:
        found = await published.dashboard(await published.places_of(place), period)
        assert found is not None
        people = {shown.measure.code: shown.cell.people for shown in found.measures}
        assert people["boites"] >= people["venues"] >= people["depots"] >= people["depots-3"]
        living = found.of("vivantes")
        assert living is not None
        assert living.crossings is not None, "enough people to be told by public and by age"
        assert [bool(living.crossings.by_age(code)) for code in GROUPINGS] == [True, False, False, False]
    before, after = [await people_of("R24", "boites", period) for period in (months[0], months[-1])]
    assert abs((after or 0) - FEW) <= 4
    assert (before or FEW) * 2 < FEW, "they are more and more"
    assert await StatPerson.all().count() == 0, "nobody of the cast was there yet"
    hugo_reads = await sign_in(hugo)
    assert "Mission locale" in (await hugo_reads.get("/chiffres/")).text
    every = ["Avant", "Un an avant", "Région"]
    for code, heads, told in (
        ("2026-10", every, "cette année"),
        ("2026-T3", every, "chaque trimestre"),
        ("2025-2026", every[::2], ""),  # the year before is the period before
    ):
        page = (await hugo_reads.get(f"/chiffres/{place}?periode={code}&mesure=boites")).text
        first = page[page.index("Ce qui est compté") :]  # of people, then of each heading of the totals
        assert [head for head in every if f">{head}</th>" in first[: first.index("</tr>")]] == heads
        totals = page[page.index("Ce qui s") :]
        assert [head for head in every if f">{head}</th>" in totals] == heads
        assert page.count('<path class="trend-before"') == (3 if told else 0), "its key, and two drawings"
        assert f"</svg> {told}</span>" in page or not told
        report = (await hugo_reads.get(f"/chiffres/{place}/rapport?periode={code}")).text
        assert [head for head in every if f">{head}</th>" in report] == heads
        asked = periods.read(code)
        read = await published.dashboard(await published.places_of(place), asked) if asked else None
        boxes = read and read.of("boites")
        assert boxes
        assert bool(boxes.year_before) == bool(told)
    before_ages = (await hugo_reads.get("/chiffres/R24?periode=2026-T3&mesure=boites")).text
    assert ">Un an avant</span><span>Âge</span>" in before_ages, "the pyramid too"
    shown = await stored()
    await load_demo_figures(cast, settings, store, people=FEW)
    assert await stored() == shown, "twice is once"
    put_clock_at(datetime(2026, 12, 2, 10, tzinfo=UTC))
    assert await publish(settings, store) == 1
    assert await StatPerson.all().count() == 1, "the next month is that of the cast: an observer is in no figure"
    assert await people_of("R24", "boites", months[-1]) == after


async def test_no_past_is_given_to_what_is_no_demonstration(
    settings: Settings, store: BlobStore, new_person: OpenAccount
) -> None:
    await directory()
    cast = [(await new_person("Inès")).handle]
    await new_person("Somebody")
    await load_demo_figures(cast, settings, store, people=FEW)
    assert await StatFact.all().count() == await StatPeriod.all().count() == 0


async def test_nor_to_a_demonstration_that_has_figures(
    settings: Settings, store: BlobStore, new_person: OpenAccount
) -> None:
    await directory()
    cast = [(await new_person("Inès")).handle]
    await User.all().update(created_at=datetime(2026, 8, 20, tzinfo=UTC))
    put_clock_at(datetime(2026, 10, 2, 10, tzinfo=UTC))
    assert await publish(settings, store) > 0
    shown = await stored()
    await load_demo_figures(cast, settings, store, people=FEW)
    assert await stored() == shown
    assert await StatFact.all().count() == 2, "August and September of one person"
