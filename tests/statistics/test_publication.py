"""From what people did to what is read: the chore, on both engines, with real boxes."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from boite.accounts.models import AccountRole, User
from boite.boxes.erasing import erase
from boite.database.connection import fetch
from boite.directory.models import Structure
from boite.files import journal_kinds as file_kinds
from boite.journal.models import Entry
from boite.journal.record import entry
from boite.settings import Settings
from boite.statistics import due, facts, periods, published, secret
from boite.statistics.grid import SHAPES
from boite.statistics.measures import BY_CODE
from boite.statistics.models import PeriodState, StatFact, StatFigure, StatPeriod, StatPerson, StatSecret
from boite.statistics.places import PlaceSize
from boite.statistics.secret import SecretLost
from boite.support.models import Support
from storage.store import BlobStore
from tests.directory.sheets import make_structure
from tests.hours import put_clock_at

pytestmark = pytest.mark.anyio
SEPTEMBER, OCTOBER, NOVEMBER = (periods.month(date(2026, month, 1)) for month in (9, 10, 11))
AUTUMN = periods.quarter(date(2026, 10, 1))


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def october(store: BlobStore) -> None:
    """The figures of September are due."""
    put_clock_at(at(2026, 10, 2))


async def open_boxes(structure: Structure | None, how_many: int, *, since: datetime, **profile: object) -> list[User]:
    """People of a structure, as their accounts and supports say."""
    number = await User.all().count()
    people = [
        User(
            handle=f"personne-{number + rank}",
            secret_hash="-",
            created_at=since,
            seen_on=since.date(),
            **{"situation": "etudiant", "birth_year": 2004, **profile},
        )
        for rank in range(how_many)
    ]
    await User.bulk_create(people)
    if structure:
        await Support.bulk_create([Support(user_id=each.id, structure_id=structure.id, lead=True) for each in people])
    return people


async def deposits(people: list[User], day: datetime, times: int = 1) -> None:
    rows = []
    for person in people:
        for _ in range(times):
            row = entry(file_kinds.Deposited(name="cv.pdf"), owner=person.id, by=person.id)
            row.at = day
            rows.append(row)
    await Entry.bulk_create(rows)


async def publish(settings: Settings, store: BlobStore) -> int:
    done = 0
    while await due.publish_due(settings, store):
        done += 1
    return done


async def people_of(code: str, measure: str, period: periods.CountedPeriod) -> int | None:
    found = await published.dashboard(await published.places_of(code), period)
    shown = found.of(measure) if found else None
    return shown.cell.people if shown else None


async def stored() -> list[object]:
    """Every published byte."""
    heads = await fetch("SELECT place_id, period, figures FROM stat_headline ORDER BY place_id, period")
    rows = await fetch(
        "SELECT place_id, period, measure, as_of, figures FROM stat_figure ORDER BY place_id, measure, period"
    )
    return [*(tuple(row.values()) for row in heads), *(tuple(row.values()) for row in rows)]


async def test_a_month_is_read_by_its_places(settings: Settings, store: BlobStore) -> None:
    structure = await make_structure("Mission locale")
    people = await open_boxes(structure, 40, since=at(2026, 9, 3))
    await open_boxes(None, 60, since=at(2026, 9, 4), birth_year=None, situation="salarie")
    await deposits(people[:30], at(2026, 9, 20))
    await deposits(people[:12], at(2026, 9, 21), times=2)
    await deposits(people, at(2026, 10, 1))
    assert await publish(settings, store) == 1
    place = str(structure.id)
    shown = {code: await people_of(place, code, SEPTEMBER) for code in ("boites", "depots", "depots-3", "depots-10")}
    assert all(figure is not None and figure % 5 == 0 for figure in shown.values())
    for code, true in (("boites", 40), ("depots", 30), ("depots-3", 12), ("depots-10", 0)):
        assert abs((shown[code] or 0) - true) <= 4
    assert abs((await people_of("R24", "boites", SEPTEMBER) or 0) - 100) <= 4
    found = await published.dashboard(await published.places_of(place), SEPTEMBER)
    assert found is not None
    assert found.about.state == PeriodState.PROVISIONAL
    living = found.of("vivantes")
    assert living is not None
    assert living.crossings is not None
    ages = {row.label: row.cell.people for row in living.crossings.by_age()}
    assert abs(ages["moins de 25"] - 30) <= 4
    assert ages["50 et plus"] == 0
    assert living.crossings.by_public_and_age() == []
    many = found.of("depots-10")
    assert many is not None
    assert many.cell.words == "moins de 5"
    assert many.crossings is None


async def test_done_again_it_changes_nothing(settings: Settings, store: BlobStore) -> None:
    await open_boxes(await make_structure("Mission locale"), 30, since=at(2026, 9, 3))
    await publish(settings, store)
    before, noted = await stored(), await StatFact.all().order_by("id").values_list("id", "bits")
    await facts.note_month(SEPTEMBER)
    assert await StatFact.all().order_by("id").values_list("id", "bits") == noted
    await StatPeriod.all().delete()
    assert await publish(settings, store) == 1
    assert await stored() == before


async def test_two_workers_publish_a_month_once(settings: Settings, store: BlobStore) -> None:
    await open_boxes(await make_structure("Mission locale"), 30, since=at(2026, 9, 3))
    done = await asyncio.gather(*(due.publish_due(settings, store) for _ in range(3)))
    assert sum(done) == 1
    assert await StatFact.all().count() == await StatPerson.all().count() == 30
    assert await StatPeriod.all().count() == 1


async def test_killed_in_the_middle_it_has_published_nothing(
    settings: Settings, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_boxes(await make_structure("Mission locale"), 30, since=at(2026, 9, 3))

    async def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("boite.statistics.publication._say", dies)
        with pytest.raises(KeyboardInterrupt):
            await due.publish_due(settings, store)
    assert await stored() == []
    assert await published.published() == []
    assert await publish(settings, store) == 1


async def test_what_comes_late_is_taken_in_once(settings: Settings, store: BlobStore) -> None:
    structure = await make_structure("Mission locale")
    people = await open_boxes(structure, 60, since=at(2026, 9, 3))
    put_clock_at(at(2026, 12, 2))
    await publish(settings, store)
    before = await people_of("R24", "depots", NOVEMBER)
    await deposits(people, at(2026, 11, 12))
    await publish(settings, store)
    assert await people_of("R24", "depots", NOVEMBER) == before == 0, "published once"
    put_clock_at(at(2027, 1, 10))
    await publish(settings, store)
    assert await people_of("R24", "depots", NOVEMBER) == 0, "the quarter is not closed yet"
    put_clock_at(at(2027, 1, 17))
    await publish(settings, store)
    late = await people_of("R24", "depots", NOVEMBER)
    assert late is not None
    assert abs(late - 60) <= 4
    assert late <= (await people_of("R24", "depots", AUTUMN) or 0)
    states = {each.period.code: each.state for each in await published.published()}
    assert states["2026-11"] == PeriodState.REVISED
    assert states["2026-10"] == states["2026-T4"] == states["2026"] == PeriodState.FINAL
    assert "2026-2027" not in states
    await deposits(people, at(2026, 10, 12))
    assert await publish(settings, store) == 0, "it changes no more"


async def test_a_period_counts_each_person_once_where_they_were_last(settings: Settings, store: BlobStore) -> None:
    first, second = await make_structure("Mission locale"), await make_structure("CIDJ")
    people = await open_boxes(first, 50, since=at(2026, 9, 3))
    put_clock_at(at(2026, 11, 2))
    await deposits(people, at(2026, 10, 5))
    await publish(settings, store)
    await Support.filter(structure_id=first.id).update(structure_id=second.id)
    await User.all().update(situation="salarie")
    await deposits(people, at(2026, 11, 5))
    put_clock_at(at(2027, 1, 17))
    await publish(settings, store)
    assert abs((await people_of(str(first.id), "depots", OCTOBER) or 0) - 50) <= 4, "as they were"
    assert await people_of(str(first.id), "depots", AUTUMN) == 0, "told of, with nobody"
    assert abs((await people_of(str(second.id), "depots", AUTUMN) or 0) - 50) <= 4
    assert abs((await people_of("R24", "depots", AUTUMN) or 0) - 50) <= 4, "once"


async def test_an_erased_account_leaves_its_figures_and_no_link(settings: Settings, store: BlobStore) -> None:
    people = await open_boxes(await make_structure("Mission locale"), 30, since=at(2026, 9, 3))
    await deposits(people, at(2026, 9, 12))
    await publish(settings, store)
    before = await stored()
    await erase(await User.get(id=people[0].id), store)
    assert await StatPerson.all().count() == 29
    assert await StatFact.all().count() == 30
    await StatPeriod.all().delete()
    await publish(settings, store)
    assert await stored() == before


async def test_who_says_no_is_written_nowhere(settings: Settings, store: BlobStore) -> None:
    people = await open_boxes(await make_structure("Mission locale"), 30, since=at(2026, 9, 3))
    await User.filter(id__in=[people[0].id, people[1].id]).update(statistics_refused_on=date(2026, 9, 9))
    await publish(settings, store)
    assert await StatFact.all().count() == await StatPerson.all().count() == 28
    await User.filter(id=people[2].id).update(statistics_refused_on=date(2026, 10, 2))
    await publish(settings, store)
    assert await StatPerson.all().count() == 27
    put_clock_at(at(2026, 11, 2))
    await publish(settings, store)
    assert await StatFact.all().count() == 28 + 27


@pytest.mark.parametrize("what", ["lost", "changed", "cut"])
async def test_without_its_secret_nothing_more_is_published(settings: Settings, store: BlobStore, what: str) -> None:
    await open_boxes(None, 30, since=at(2026, 9, 3))
    await publish(settings, store)
    kept = await StatSecret.get()
    if what == "lost":
        await StatSecret.all().delete()
    else:
        await StatSecret.all().update(secret=bytes(32) if what == "changed" else kept.secret[:31])
    put_clock_at(at(2026, 11, 2))
    with pytest.raises(SecretLost, match="stat_secret") as refused:
        await publish(settings, store)
    assert kept.secret.hex() not in str(refused.value)
    assert await people_of("R24", "boites", SEPTEMBER) is not None, "what was published stays"
    await StatSecret.all().delete()
    await StatSecret.create(id=1, secret=kept.secret)
    assert await publish(settings, store) == 2, "October, and the quarter that closed"


async def test_the_secret_is_made_once(store: BlobStore) -> None:
    made = await asyncio.gather(*(secret.ready() for _ in range(4)))
    assert len(set(made)) == 1
    assert len(made[0]) == 32


async def test_what_a_structure_holds_is_photographed_when_enough_moved(settings: Settings, store: BlobStore) -> None:
    structure = await make_structure("Mission locale")
    await open_boxes(structure, 50, since=at(2026, 9, 3))
    await publish(settings, store)
    await open_boxes(structure, 1, since=at(2026, 10, 3), situation="salarie")
    put_clock_at(at(2026, 11, 2))
    await publish(settings, store)
    as_of = {}
    await open_boxes(structure, 20, since=at(2026, 11, 3))
    put_clock_at(at(2026, 12, 2))
    await publish(settings, store)
    for period in (SEPTEMBER, OCTOBER, NOVEMBER):
        found = await published.dashboard(await published.places_of(str(structure.id)), period)
        shown = found.of("boites") if found else None
        assert shown is not None
        assert shown.crossings is not None
        as_of[period.code] = shown.crossings.as_of.code
    assert as_of == {"2026-09": "2026-09", "2026-10": "2026-09", "2026-11": "2026-11"}
    rows = await StatFigure.filter(measure=1, as_of="2026-09").values_list("figures", "place_id", "period")
    of_structure = [bytes(figures) for figures, _, _ in rows if len(figures) == 4 * len(SHAPES[PlaceSize.STRUCTURE])]
    assert len(of_structure) == 3, "two months, and the quarter of the first"
    assert len(set(of_structure)) == 1


async def test_a_year_after_its_school_year_a_month_keeps_no_key(settings: Settings, store: BlobStore) -> None:
    await open_boxes(None, 30, since=at(2026, 6, 3))
    put_clock_at(at(2026, 10, 20))
    await publish(settings, store)
    june = periods.month(date(2026, 6, 1))
    before = await facts.groups_of(june)
    held = await facts.holders(june, BY_CODE["boites"].bit)
    assert held.total() == 30
    put_clock_at(at(2027, 9, 2))
    await publish(settings, store)
    oldest = await facts.oldest_month()
    assert oldest == SEPTEMBER
    assert await facts.groups_of(june) == before
    assert await facts.holders(june, BY_CODE["boites"].bit) == held
    assert (await facts.holders(june, BY_CODE["depots"].bit)).total() == 0


async def test_colleagues_are_counted_apart_from_the_territory_up(settings: Settings, store: BlobStore) -> None:
    await open_boxes(None, 12, since=at(2026, 9, 3), role=AccountRole.PROFESSIONAL)
    await open_boxes(None, 12, since=at(2026, 9, 3), role=AccountRole.OBSERVER)
    await publish(settings, store)
    assert await people_of("R24", "boites", SEPTEMBER) == 0
    assert abs((await people_of("R24", "professionnels", SEPTEMBER) or 0) - 12) <= 4


async def test_a_month_holds_only_what_was_done_in_it() -> None:
    assert [each.code for each in periods.school_year(date(2026, 8, 31)).months][::11] == ["2025-09", "2026-08"]
    for code in ("2026-11", "2026-T4", "2026-2027", "2026"):
        period = periods.read(code)
        assert period is not None
        assert period.code == code
        assert all(one.ends == other.begins for one, other in pairwise(period.months))
    for nonsense in ("2026-13", "2026-T5", "2026-2028", "26", "", "2026-1", "9999", "２０２６"):
        assert periods.read(nonsense) is None
