"""Acts, objects, seats, letters, hand-overs: each total against an obvious count, then as it is read."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from boite.accounts.models import AccountRole, User
from boite.agenda.models import Event, Registration, Satisfaction
from boite.directory.models import REGION, AskerProfile, DirectoryUse, Membership, MissedSearch, Structure
from boite.library.models import Resource, ResourceKind, ResourceViews
from boite.news.models import Article, ArticlePlace, ArticleReads
from boite.newsletter.models import Issue, IssueStage, Subscription
from boite.orientation.models import HandOver, Question, Use
from boite.orientation.referral import REASONS
from boite.settings import Settings
from boite.statistics import facts, periods, published
from boite.statistics.acts import acts_of
from boite.statistics.crowds import Led, shown_totals
from boite.statistics.gathering import gather
from boite.statistics.people import Geography
from boite.statistics.places import Path, PlaceSize
from boite.statistics.subjects import subject_of
from boite.statistics.total_kinds import Sort
from boite.statistics.totals import TOTAL_OF, TOTALS
from boite.text.french import plural
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_commune, make_structure, make_territory
from tests.hours import put_clock_at
from tests.statistics.test_publication import AUTUMN, OCTOBER, SEPTEMBER, at, deposits, open_boxes, publish
from tests.statistics.worlds import SECRET

pytestmark = pytest.mark.anyio
TERRITORIES = ("SPRO-18", "SPRO-45-ORLEANS", "SPRO-45-GIEN")
WORDS = {"loyer trop cher": "logement-hebergement", "aide au permis": "mobilite", "zzz": "autre"}


@pytest.fixture(autouse=True)
async def region(store: BlobStore) -> None:
    """Three territories of two departments, and what was done there in September and October."""
    put_clock_at(at(2026, 11, 2))
    for number, (code, commune) in enumerate(zip(TERRITORIES, ("18033", "45234", "45155"), strict=True)):
        await make_territory(code, f"Territoire {number}")
        await make_commune(f"Commune {number}", commune, territory=code, department=commune[:2])


def a_day(draw: Random) -> date:
    return date(2026, 9, 1) + timedelta(days=draw.randrange(61))


async def everything(draw: Random) -> list[Structure]:
    """Rows of every kind that totals are made of."""
    structures = [await make_structure(f"Structure {n}", territory=draw.choice(TERRITORIES)) for n in range(5)]
    where = [*TERRITORIES, ""]
    question = await Question.create(slug="q", moment="metier", words="Comment ?", published_at=at(2026, 9, 1))
    for _ in range(60):
        profile, place, times = draw.choice(list(AskerProfile)), draw.choice(where), draw.randint(1, 9)
        one: dict[str, Any] = {"day": a_day(draw), "profile": profile, "territory_id": place}
        await DirectoryUse.get_or_create({"times": times}, **one)
        await Use.get_or_create({"times": times}, question_id=question.id, **one)
        missed: dict[str, Any] = {
            "day": a_day(draw),
            "words": draw.choice(list(WORDS)),
            "territory_id": place,
            "place": "directory",
        }
        await MissedSearch.get_or_create({"times": times}, **missed)
    for number in range(6):
        article = await Article.create(title=f"A{number}", published_at=at(2026, 9, 1) + timedelta(days=9 * number))
        for code in draw.sample(TERRITORIES, number % 3):
            await ArticlePlace.create(article_id=article.id, territory_id=code)
        await ArticleReads.create(article_id=article.id, day=a_day(draw), times=draw.randint(1, 90))
    resource = await Resource.create(title="R", kind=ResourceKind.LINK, published_at=at(2026, 10, 3))
    await ResourceViews.create(resource_id=resource.id, day=a_day(draw), times=70)
    for number in range(8):
        ends = at(2026, 9, 2) + timedelta(days=7 * number)
        event = await Event.create(
            slug=f"e{number}",
            title="Forum",
            territory_id=draw.choice(TERRITORIES),
            organiser_id=draw.choice(structures).id,
            begins_at=ends - timedelta(hours=2),
            ends_at=ends,
            entrance=f"t{number}",
            capacity=draw.choice((None, 20)),
            published_at=ends - timedelta(days=9),
            cancelled_at=ends if number == 3 else None,
        )
        for rank in range(draw.randrange(25)):
            came = draw.random() < 0.6
            await Registration.create(
                event_id=event.id,
                rank=rank,
                name="Y",
                seated_at=ends if draw.random() < 0.9 else None,
                cancelled_at=ends if draw.random() < 0.1 else None,
                came_at=ends if came else None,
                answer=draw.choice(list(Satisfaction)) if came else Satisfaction.NONE,
            )
    for number, code in enumerate((*TERRITORIES, REGION, TERRITORIES[0])):
        sent = at(2026, 9, 5) + timedelta(days=10 * number)
        await Issue.create(title="L", territory_id=code, stage=IssueStage.SENT, published_at=sent)
        await Subscription.create(address="a", mailbox=f"m{number}", mailbox_digest="d", territory_id=code)
        await Subscription.all().update(confirmed_at=at(2026, 9, 6))
    for _ in range(40):
        origin, destination = draw.sample(structures, 2)
        await HandOver.create(
            day=a_day(draw),
            origin_id=origin.id,
            destination_id=destination.id,
            reason=draw.choice(list(REASONS)),
            accepted=draw.random() < 0.8,
        )
    people = await open_boxes(structures[0], 40, since=at(2026, 9, 3))
    await deposits(people[:30], at(2026, 9, 20))
    await deposits(people[:2], at(2026, 9, 21), times=30)
    await deposits(people[:1], at(2026, 10, 21), times=30)
    [paul] = await open_boxes(None, 1, since=at(2026, 9, 3), role=AccountRole.PROFESSIONAL)
    await Membership.create(user_id=paul.id, structure_id=structures[1].id)
    return structures


async def by_hand(period: periods.CountedPeriod) -> dict[tuple[str, Path], int]:
    """The obvious computation: for each row, each place that it is in."""
    where, found = await Geography.read(), Counter[tuple[str, Path]]()

    def put(code: str, places: set[str | None], times: int = 1, structure: Structure | None = None) -> None:
        paths = {above for one in places for above in where.territory(one).upwards()}
        if structure is not None:
            paths |= set(where.place(structure.id, "").upwards())
        for path in paths:
            if path.size in TOTAL_OF[code].levels:
                found[code, path] += times

    inside = [day for day in (period.begins + timedelta(days=n) for n in range(400)) if day < period.ends]
    for code, rows in (("recherches", await DirectoryUse.all()), ("questions", await Use.all())):
        for row in rows:
            if row.day in inside:
                put(code, {row.territory_id}, row.times)
                put(f"{code}-{row.profile.value}", {row.territory_id}, row.times)
    for missed in await MissedSearch.all():
        if missed.day in inside:
            put("sans-reponse", {missed.territory_id}, missed.times)
            put(f"sans-reponse-{WORDS[missed.words]}", {missed.territory_id}, missed.times)
    for article in await Article.all():
        places: set[str | None] = {row.territory_id for row in await ArticlePlace.filter(article_id=article.id)}
        places = places or {None}
        if article.published_at and article.published_at.date() in inside:
            put("actualites", places)
        for read in await ArticleReads.filter(article_id=article.id):
            if read.day in inside:
                put("lectures-actualites", places, read.times)
    for resource in await Resource.all():
        if resource.published_at and resource.published_at.date() in inside:
            put("ressources", {None})
        for view in await ResourceViews.all():
            if view.day in inside:
                put("lectures-ressources", {None}, view.times)
    structures = {row.id: row for row in await Structure.all()}
    for event in await Event.filter(cancelled_at=None):
        host = structures[event.organiser_id] if event.organiser_id else None
        at_home = host if host and host.territory_id == event.territory_id else None
        if event.ends_at.date() in inside:
            put("evenements", {event.territory_id}, 1, at_home)
            put("places", {event.territory_id}, event.capacity or 0, at_home)
            for seat in await Registration.filter(event_id=event.id, cancelled_at=None):
                if seat.seated_at or seat.came_at:
                    put("places-prises", {event.territory_id}, 1, at_home)
                if seat.came_at:
                    put("venues-evenements", {event.territory_id}, 1, at_home)
                    put(f"avis-{seat.answer.value or 'sans'}", {event.territory_id}, 1, at_home)
    for issue in await Issue.all():
        if issue.published_at and issue.published_at.date() in inside:
            put("lettres", {issue.territory_id})
    for subscription in await Subscription.all():
        put("abonnes", {subscription.territory_id})
    for led in await HandOver.filter(accepted=True):
        if led.day in inside:
            put("relais-partis", {structures[led.origin_id].territory_id}, 1, structures[led.origin_id])
            put(f"relais-{led.reason}", {structures[led.origin_id].territory_id}, 1, structures[led.origin_id])
            put("relais-arrives", {structures[led.destination_id].territory_id}, 1, structures[led.destination_id])
    for structure in structures.values():
        put("structures", {structure.territory_id}, 1, structure)
    for member in await Membership.all():
        for code in ("structures-inscrites", "structures-actives"):
            if code == "structures-inscrites" or period != OCTOBER:
                mine = structures[member.structure_id]
                put(code, {mine.territory_id}, 1, mine)
    return {key: times for key, times in found.items() if times}


async def test_each_total_is_what_an_obvious_count_says(settings: Settings, store: BlobStore) -> None:
    structures = await everything(Random(7))
    for month in (SEPTEMBER, OCTOBER):
        await facts.note_month(month)
    for period in (SEPTEMBER, OCTOBER, periods.year(date(2026, 1, 1))):
        crowds = await gather(period, await facts.groups_of(period), await acts_of(period))
        counted = {cell: there.people for cell, there in crowds.cells.items() if not isinstance(cell, Led)}
        found = {cell: people for cell, people in counted.items() if people and TOTAL_OF[cell[0]].number > 1}
        rhythm = {cell[1].code: found.pop(cell) for cell in list(found) if cell[0] == "lettres-rythme"}
        assert rhythm == ({} if period == SEPTEMBER else {TERRITORIES[0]: 40})
        assert found == await by_hand(period)
        shown = shown_totals(crowds, SECRET)
        for cell, people in crowds.cells.items():
            sort = Sort.PEOPLE if isinstance(cell, Led) else TOTAL_OF[cell[0]].sort
            base, off = {Sort.PEOPLE: (5, 4), Sort.ACTS: (10, 24), Sort.OBJECTS: (1, 0)}[sort]
            assert shown[cell] % base == 0
            assert abs(shown[cell] - people.people) <= off
    here = (await Geography.read()).place(structures[0].id, "").parent
    assert here is not None
    months = [await acts_of(month) for month in (SEPTEMBER, OCTOBER)]
    assert [acts["total-depots", here] for acts in months] == [(30, 28 + 20 + 20), (1, 20)], "20 of each at most"
    assert (await acts_of(periods.year(date(2026, 1, 1))))["total-depots", here] == (30, 28 + 20 + 20)
    led = [row for row in await HandOver.filter(accepted=True) if row.day.month == 9]
    crowds = await gather(SEPTEMBER, {}, {})
    flows = {cell: there.people for cell, there in crowds.cells.items() if isinstance(cell, Led)}
    assert sum(people for cell, people in flows.items() if cell.told_by.size == PlaceSize.REGION) == len(led)
    assert sum(people for cell, people in flows.items() if cell.told_by.size == PlaceSize.TERRITORY) == len(led)
    ends = Counter((str(row.origin_id), str(row.destination_id)) for row in led)
    assert {(c.origin.code, c.destination.code): n for c, n in flows.items() if c.told_by.size > 1} == ends


async def test_who_refused_to_be_counted_takes_no_seat_of_the_figures(store: BlobStore) -> None:
    ends = at(2026, 9, 12)
    rows: dict[str, Any] = {"territory_id": TERRITORIES[0], "title": "F", "published_at": at(2026, 9, 1)}
    event = await Event.create(slug="f", begins_at=ends - timedelta(hours=2), ends_at=ends, entrance="f", **rows)
    people = await open_boxes(None, 3, since=at(2026, 9, 3))
    for refused, user in zip((None, date(2026, 9, 12), date(2026, 9, 13)), people, strict=True):
        await User.filter(id=user.id).update(statistics_refused_on=refused)
        await Registration.create(event_id=event.id, user_id=user.id, rank=1, seated_at=ends, came_at=ends)
    counted = await gather(SEPTEMBER, {}, {})
    for code in ("places-prises", "venues-evenements", "avis-sans"):
        assert counted.exact((code, Path((REGION,)))) == 2, "one had refused when it was held; another did since"


async def test_acts_of_a_territory_alone_in_its_department_are_one_figure() -> None:
    alone = Path((REGION, "18", TERRITORIES[0]))
    acts = {("total-depots", each): (30, 64) for each in alone.upwards()[:2]} | {
        ("total-depots", Path((REGION,))): (40, 90)
    }
    crowds = await gather(SEPTEMBER, {}, acts)
    for secret in (bytes([number]) * 32 for number in range(20)):
        shown = shown_totals(crowds, secret)
        assert shown["total-depots", alone] == shown["total-depots", alone.upwards()[1]] in (60, 70), secret[0]


async def test_they_are_read_with_the_rest(
    settings: Settings, store: BlobStore, new_person: OpenAccount, sign_in: SignIn
) -> None:
    structures = await everything(Random(8))
    first, second = structures[0], structures[1]
    ends = {"origin_id": first.id, "destination_id": second.id}
    await HandOver.bulk_create(
        [HandOver(day=date(2026, 10, 5), reason="urgence", accepted=True, **ends) for _ in range(12)]
    )
    put_clock_at(at(2027, 1, 17))
    await publish(settings, store)
    found = await published.dashboard(await published.places_of(str(first.territory_id)), OCTOBER)
    assert found is not None
    assert {each.total.code for each in found.totals} >= {"recherches", "sans-reponse", "abonnes", "structures"}
    flow = found.flows[0]
    assert (flow.origin.code, flow.destination.code) == (str(first.id), str(second.id))
    assert flow.cell.people % 5 == 0
    assert flow.cell.people >= 10
    led = found.total("relais-partis")
    assert led is not None
    assert led.value >= flow.cell.people
    assert {each.total.code for each in found.lines_of("relais-partis")} == {f"relais-{code}" for code in REASONS}
    quarter = await published.dashboard(await published.places_of(REGION), AUTUMN)
    assert quarter is not None
    region = await published.dashboard(await published.places_of(REGION), OCTOBER)
    assert region is not None
    for each in region.totals:
        whole = quarter.total(each.total.code)
        assert whole is not None
        if each.total.code != "lettres-rythme":
            assert each.value <= whole.value, each.total.code
    missed = quarter.total("sans-reponse")
    assert missed is not None
    assert missed.value >= 25
    assert all(each.value == 0 or 20 <= each.value <= missed.value for each in quarter.lines_of("sans-reponse"))
    assert not any("sante" in total.code for total in TOTALS), "no figure is of health (R6)"
    year = await published.dashboard(await published.places_of(REGION), periods.year(date(2026, 1, 1)))
    assert year is not None
    summer = await published.dashboard(await published.places_of(REGION), periods.quarter(date(2026, 9, 1)))
    every = [total.value for part in (summer, quarter) if part and (total := part.total("sans-reponse"))]
    of_year = year.total("sans-reponse")
    assert of_year is not None
    assert of_year.value == sum(every)
    assert await User.all().count() == 41
    observer = await sign_in(await new_person(role=AccountRole.OBSERVER))
    page = (await observer.get(f"/chiffres/{first.territory_id}?periode=2026-10")).text.replace("&#39;", "'")
    names = [(each.name, f"Territoire {TERRITORIES.index(str(each.territory_id))}") for each in (first, second)]
    assert f"{names[0][0]} vers {names[1][0]} : {plural(flow.cell.people, 'personne')}" in page
    assert re.search(rf"<th scope=\"row\">{names[0][0]}</th>\s*<td>{names[1][0]}</td>", page), "and in its table"
    page = (await observer.get("/chiffres/R24?periode=2026-10")).text.replace("&#39;", "'")
    told = f"{names[0][1]}, à l'intérieur" if names[0][1] == names[1][1] else f"{names[0][1]} vers {names[1][1]}"
    assert f"{told} : " in page
    assert "vers Structure" not in page, "a region tells of territories"


async def test_a_search_has_the_subject_of_most_of_its_words() -> None:
    assert {words: subject_of(words) for words in WORDS} == WORDS
    assert subject_of("logement et dettes de loyer") == "logement-hebergement"
    said = {"foyer jeune": "logement-hebergement", "permis b": "mobilite", "cpf": "se-former", "jean dupont": "autre"}
    assert {words: subject_of(words) for words in said} == said
    assert {subject_of(words) for words in ("", "des", "rqth", "addiction", "soins psychologue")} == {"autre"}, "R6"
