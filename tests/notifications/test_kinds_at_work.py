"""What people at work are told by a day: what to check, what to decide, who comes; then it stops, or passes on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.agenda import registration
from boite.clock import PARIS, day_of, now, today
from boite.directory.keepers import keepers
from boite.directory.maintenance import suggestions
from boite.directory.models import Coordination, MissedSearch, Structure, Territory
from boite.library.models import LinkState, LinkWatch, Resource, ResourceKind
from boite.notifications import inbox, planning, preferences
from boite.notifications.decisions_wait import WORKING
from boite.notifications.kinds_at_work import FIGURES_READY
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, Notice
from boite.publishing.stages import Stage
from boite.quiet_hours import USUAL
from boite.settings import Settings
from boite.statistics.models import PeriodState, StatPeriod
from storage.store import BlobStore
from tests.agenda.events import HERE, make_coordinator, make_event
from tests.conftest import OpenAccount
from tests.directory.sheets import make_structure
from tests.notifications.reaching import at, contact, due
from tests.notifications.telling import bodies, on, titles

DAY = timedelta(days=1)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    """Who coordinates."""
    return await make_coordinator(new_person)


@pytest.fixture
async def paul(new_person: OpenAccount, nadia: User) -> User:
    """Who keeps two sheets."""
    paul = await new_person("Paul", role=AccountRole.PROFESSIONAL)
    for name in ("CIO", "Mission locale"):
        await keepers.add(await make_structure(name, territory=HERE), paul.handle, by=nadia)
    return paul


async def said(person: User, kind: str) -> list[str]:
    rows = await Notice.filter(recipient_id=person.id, kind=kind).order_by("id")
    return [row.step for row in rows]


async def read(person: User, kind: str) -> list[str]:
    return [f"{line.title}|{line.body}" for line in (await inbox.page(person.id)).lines if line.kind.code == kind]


async def test_sheets_are_told_three_times_in_one_message_then_to_the_coordination(
    paul: User, nadia: User, settings: Settings, store: BlobStore
) -> None:
    due = today() + 2 * DAY
    await Structure.filter(territory_id=HERE).update(next_check_on=due)
    for days in range(60):
        await on(today() + DAY if days else due - DAY, settings, store)
    assert await said(paul, "sheet.check") == [f"mine/{due + days * DAY}" for days in (0, 14, 28)]
    assert await said(nadia, "sheet.check") == [f"left/{due + 42 * DAY}"]
    [line] = await read(paul, "sheet.check")
    assert line.replace("\u202f", " ").startswith("2 fiches à vérifier|")
    assert line.endswith("juste : « CIO » et 1\u202fautre.")
    await Structure.filter(name="CIO").update(next_check_on=today() + 200 * DAY)
    assert "1 fiche à vérifier" in (await titles(paul))[0].replace("\u202f", " ")
    assert (await bodies(paul))[0].endswith("juste : « Mission locale ».")
    await Structure.all().update(next_check_on=today() + 200 * DAY)
    assert await read(paul, "sheet.check") == await read(nadia, "sheet.check") == []


async def test_sheets_of_many_days_make_few_messages(
    paul: User, nadia: User, settings: Settings, store: BlobStore
) -> None:
    first = today() + 2 * DAY
    for number in range(8):
        sheet = await make_structure(f"Lieu {number}", territory=HERE)
        await keepers.add(sheet, paul.handle, by=nadia)
    for number, sheet in enumerate(await Structure.filter(territory_id=HERE).order_by("name")):
        await Structure.filter(id=sheet.id).update(next_check_on=first + number * DAY)
    for days in range(60):
        await on(first + days * DAY, settings, store)
    told = [date.fromisoformat(step.partition("/")[2]) for step in await said(paul, "sheet.check")]
    assert told[:3] == [first, first + 7 * DAY, first + 14 * DAY]
    assert min(later - sooner for sooner, later in pairwise(told)) >= 7 * DAY
    passed_on = [date.fromisoformat(step.partition("/")[2]) for step in await said(nadia, "sheet.check")]
    assert passed_on == [first + 42 * DAY], "then the others with it, four weeks later"
    await on(first + 70 * DAY, settings, store)
    assert (await said(nadia, "sheet.check"))[1:] == [f"left/{first + 70 * DAY}"]


async def test_what_waited_for_a_message_is_told_though_a_day_was_missed(
    paul: User, nadia: User, settings: Settings, store: BlobStore
) -> None:
    """The second sheet comes due on the morrow of a message, and nobody works on the day when it would be told."""
    first = today() + 2 * DAY
    await Structure.filter(name="CIO").update(next_check_on=first)
    await Structure.filter(name="Mission locale").update(next_check_on=first + DAY)
    for days in range(80):
        if days not in (7, 42 + 28):
            await on(first + days * DAY, settings, store)
    assert (await said(paul, "sheet.check"))[:2] == [f"mine/{first + days * DAY}" for days in (0, 8)]
    assert await said(nadia, "sheet.check") == [f"left/{first + days * DAY}" for days in (42, 42 + 29)]


async def test_who_keeps_a_sheet_no_more_reads_nothing_of_it(
    paul: User, nadia: User, settings: Settings, store: BlobStore
) -> None:
    await Structure.filter(territory_id=HERE).update(next_check_on=today() + DAY)
    await on(today() + DAY, settings, store)
    assert len(await read(paul, "sheet.check")) == 1
    await User.filter(id=paul.id).update(role=AccountRole.PERSON)
    assert await read(paul, "sheet.check") == []
    assert await inbox.unread(paul.id) == len([line for line in (await inbox.page(paul.id)).lines if line.new])


async def resource(author: User, **values: Any) -> Resource:
    known: dict[str, Any] = {"title": "Guide", "slug": uuid4().hex, "kind": ResourceKind.LINK, "stage": Stage.PUBLISHED}
    return await Resource.create(author_id=author.id, territory_id=HERE, **{**known, **values})


async def test_resources_are_told_to_their_author_then_to_the_coordination(
    paul: User, nadia: User, settings: Settings, store: BlobStore
) -> None:
    due = today() + DAY
    await resource(paul, next_check=due)
    await resource(paul, next_check=due, stage=Stage.WITHDRAWN)
    for days in (0, 14, 28, 42, 56, 70):
        await on(due + days * DAY, settings, store)
    assert await said(paul, "resource.check") == [f"mine/{due + days * DAY}" for days in (0, 14, 28)]
    assert await said(nadia, "resource.check") == [f"left/{due + 42 * DAY}"]
    assert "1 ressource à vérifier" in (await read(paul, "resource.check"))[0].replace("\u202f", " ")


def a_monday() -> date:
    """The next Monday that is no holiday, nor after one."""
    day = today() + DAY
    while day.weekday() or not USUAL.day_is_open(day) or not USUAL.day_is_open(day + DAY):
        day += DAY
    return day


async def morning(day: date, settings: Settings, store: BlobStore) -> None:
    clock.advance(datetime.combine(day, time(8, 31), PARIS) - now())
    await planning.sweep_due(settings, store)


async def test_the_desk_is_told_of_what_is_new_then_once_a_week(
    paul: User, nadia: User, settings: Settings, store: BlobStore
) -> None:
    monday = a_monday()
    await morning(monday, settings, store)
    assert await said(nadia, "desk.waiting") == []
    sheet = await Structure.filter(name="CIO").first()
    assert sheet is not None
    made = await suggestions.suggest(sheet, {}, "Le numéro a changé.", by=None)
    for days in range(1, 15):
        await morning(monday + days * DAY, settings, store)
    told = await said(nadia, "desk.waiting")
    assert told[0] == str(monday + DAY), "what came on the eve"
    assert [day for day in told if date.fromisoformat(day).weekday() > 4] == []
    assert told[1:] == [str(monday + days * DAY) for days in (7, 14)], "then once a week, for it is old"
    [line] = await read(nadia, "desk.waiting")
    assert "|1\u202fcorrection. Cela attend depuis le " in line
    assert await said(paul, "desk.waiting") == []
    await suggestions.accept(made, by=nadia)
    assert await read(nadia, "desk.waiting") == []


async def test_what_waits_is_in_the_mail_of_that_very_morning(
    paul: User, nadia: User, settings: Settings, store: BlobStore
) -> None:
    monday = a_monday()
    await contact(settings, nadia, Channel.MAIL)
    sheet = await Structure.get(name="CIO")
    at(monday, 15)
    await suggestions.suggest(sheet, {}, "Le numéro a changé.", by=None)
    for hour, minute in ((5, 0), (8, 30)):
        at(monday + DAY, hour, minute)
        await planning.sweep_due(settings, store)
        await due(settings, store)
    assert [day_of(each.due_at) for each in await due(settings, store)] == [monday + DAY]


async def test_dead_links_are_told_on_the_first_working_day_of_a_month(
    paul: User, nadia: User, settings: Settings, store: BlobStore
) -> None:
    dead = await resource(paul)
    await LinkWatch.create(resource_id=dead.id, address="https://exemple.fr/", state=LinkState.DEAD)
    await MissedSearch.create(place="directory", words="garde", territory_id=HERE, times=12, day=date(2026, 12, 15))
    await on(date(2027, 1, 1), settings, store)
    assert await said(nadia, "links.dead") == []
    for days in (4, 5, 6):
        await on(date(2027, 1, days), settings, store)
    assert await said(nadia, "links.dead") == ["2027-01"]
    [line] = await read(nadia, "links.dead")
    assert "1 lien sans réponse" in line.replace("\u202f", " ")
    assert line.endswith(
        "|Dans les ressources de votre territoire. Et 12\u202frecherches sans réponse le mois dernier."
    )
    await on(date(2027, 2, 1), settings, store)
    assert await said(nadia, "links.dead") == ["2027-01"], "nothing is new"
    another = await resource(paul, title="Carte")
    await LinkWatch.create(resource_id=another.id, address="https://exemple.fr/carte", state=LinkState.DEAD)
    await on(date(2027, 3, 1), settings, store)
    assert await said(nadia, "links.dead") == ["2027-01", "2027-03"]
    assert (await bodies(nadia))[0] == "Dans les ressources de votre territoire.", "nothing was looked for in vain"
    await on(date(2027, 7, 1), settings, store)
    assert (await said(nadia, "links.dead"))[2:] == ["2027-07"], "a season later, nobody did anything"
    await LinkWatch.all().update(state=LinkState.ALIVE)
    assert await read(nadia, "links.dead") == []


async def published(*months: str) -> None:
    """These periods are published now."""
    for code in months:
        await StatPeriod.create(code=code, state=PeriodState.PROVISIONAL, published_at=now(), mark="")


async def test_a_month_of_figures_is_told_once_to_those_who_read_them(
    paul: User, nadia: User, person: User, new_person: OpenAccount, settings: Settings, store: BlobStore
) -> None:
    claire = await new_person("Claire", role=AccountRole.OBSERVER)
    readers, kind = (nadia, claire), "figures.ready"
    await contact(settings, claire, Channel.MAIL)
    await on(date(2026, 12, 1), settings, store)
    clock.advance(timedelta(hours=3))
    await published("2026-10", "2026-11", "2026-T3", "2025-2026", "2026")
    assert [await said(one, kind) for one in readers] == [[], []], "its day was gone through before it came"
    for days in (2, 3):
        await on(date(2026, 12, days), settings, store)
    assert [await said(one, kind) for one in readers] == [["2026-11"]] * 2, "the last one alone"
    assert [await said(one, kind) for one in (paul, person)] == [[], []]
    [line] = await read(nadia, kind)
    territory = await Territory.get(code=HERE)
    assert line.startswith(f"Les chiffres du mois sont prêts|{territory.name}, novembre 2026 : ")
    assert (await bodies(claire))[0].startswith("Toute la région, novembre 2026 : ")
    [told] = (await inbox.page(claire.id)).lines
    assert (told.route, told.kind.urgency) == ("statistics:index", Urgency.DIGEST)
    [waiting] = await due(settings, store)
    assert waiting.urgency == Urgency.DIGEST
    assert day_of(waiting.due_at) > today(), "with what else waits"
    await StatPeriod.filter(code="2026-11").update(state=PeriodState.REVISED, closed_at=now())
    await on(date(2026, 12, 4), settings, store)
    clock.advance(datetime.combine(date(2027, 1, 1), time(0, 40), PARIS) - now())
    await published("2026-12", "2026-T4")
    await on(date(2027, 1, 1), settings, store)
    assert [await said(one, kind) for one in readers] == [["2026-11", "2026-12"]] * 2, "that very morning"
    assert len(await read(claire, kind)) == 1, "the last replaces the one before"
    await Coordination.all().delete()
    await User.filter(id=claire.id).update(role=AccountRole.PERSON)
    assert await read(nadia, kind) == await read(claire, kind) == []


async def test_an_observer_chooses_about_figures_and_about_nothing_else_of_work(
    person: User, paul: User, new_person: OpenAccount
) -> None:
    claire = await new_person("Claire", role=AccountRole.OBSERVER)
    assert [kind.code for kind in preferences.offered(claire) if kind.at_work] == ["figures.ready"]
    assert not [kind for kind in preferences.offered(person) if kind.at_work]
    assert FIGURES_READY in preferences.offered(paul)


async def test_who_organises_is_told_on_the_last_working_day_before(
    nadia: User, person: User, settings: Settings, store: BlobStore
) -> None:
    monday = a_monday()
    begins = datetime.combine(monday, time(9), PARIS)
    event = await make_event(nadia, begins_at=begins, title="Forum")
    await registration.register(event, person)
    before = WORKING.open_before(datetime.combine(monday - DAY, time(16), PARIS))
    assert before is not None
    eve = day_of(before)
    assert eve.weekday() < 5
    for days in range(-2, 1):
        clock.advance(datetime.combine(eve + days * DAY, time(16, 1), PARIS) - now())
        await planning.sweep_due(settings, store)
        assert len(await said(nadia, "event.eve")) == (1 if days == 0 else 0), days
    assert "1 inscrit" in (await bodies(nadia))[0].replace("\u202f", " ")
    await Coordination.all().delete()
    assert await read(nadia, "event.eve") == [], "they may see its list no more"
