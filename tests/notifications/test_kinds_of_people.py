"""What a person is told by a day: an event in two hours, their opinion, an old CV, a structure that moved."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.agenda import attendance, publication, registration, satisfaction
from boite.agenda.models import Event, Registration, Satisfaction
from boite.clock import PARIS, day_of, months_later, now, today
from boite.database.connection import execute, transaction
from boite.database.versions import digest
from boite.directory.models import Ending, EndKind, Structure
from boite.files.models import Node
from boite.files.quota import locked_space
from boite.notifications import event_soon, inbox, planning, preferences
from boite.notifications.kinds_for_people import EVENT_SOON
from boite.notifications.models import Channel, Notice
from boite.settings import Settings
from boite.site import to_do
from storage.store import BlobStore
from tests.agenda.events import make_coordinator, make_event, make_host
from tests.conftest import OpenAccount, SignIn
from tests.databases import ENGINE
from tests.files.papers import put
from tests.notifications import reaching
from tests.notifications.telling import on, titles

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    """Who organises."""
    return await make_coordinator(new_person)


@pytest.fixture
async def host() -> Structure:
    """The structure that organises."""
    return await make_host()


@pytest.fixture
async def event(nadia: User, host: Structure) -> Event:
    """A workshop in five days."""
    return await make_event(nadia, organiser_id=host.id, begins_in=5 * DAY, title="Atelier CV")


def go(at: datetime) -> None:
    clock.advance(at - now())


async def kinds(person: User) -> list[str]:
    return [row.kind for row in await Notice.filter(recipient_id=person.id).order_by("id")]


async def test_two_hours_before_only_who_asked_is_told_and_once(event: Event, person: User, stranger: User) -> None:
    for who in (person, stranger):
        await registration.register(event, who)
    await preferences.want(person.id, EVENT_SOON, True)
    go(event.begins_at - 3 * HOUR)
    assert await event_soon.tell_due(now()) == 0
    go(event.begins_at - HOUR)
    assert [await event_soon.tell_due(now()) for _ in range(3)] == [1, 0, 0]
    assert await titles(person) == ["Dans deux heures : Atelier CV"]
    assert await titles(stranger) == []
    await preferences.want(person.id, EVENT_SOON, False)
    assert await titles(person) == []


async def test_two_hours_before_as_an_alert_alone(
    event: Event, person: User, sign_in: SignIn, settings: Settings, store: BlobStore
) -> None:
    """Whoever ticks « Alerte » alone wants to be told: it is in their box too, without which nothing goes anywhere."""
    browser, others = await sign_in(person), [kind.code for kind in preferences.offered(person)]
    alert = await reaching.contact(settings, person, Channel.PUSH)
    await registration.register(event, person)
    others.remove("event.soon")
    alone = {"canal": ["service", "push"], "sujet": others, "alerte": ["event.soon"]}
    await browser.submit("/messages/reglages", **alone)
    assert "event.soon" not in await preferences.unwanted(person.id)
    go(event.begins_at - HOUR)
    assert await event_soon.tell_due(now()) == 1
    assert await titles(person) == ["Dans deux heures : Atelier CV"]
    assert [each.contact_id for each in await reaching.due(settings, store)] == [alert.id]
    # Said a second time without « Dans ma boîte », it is wanted no more: nothing was ticked anew.
    await browser.submit("/messages/reglages", **alone)
    assert await titles(person) == []


async def test_two_hours_before_not_to_who_has_just_come_in_nor_of_what_is_cancelled(
    event: Event, nadia: User, person: User, stranger: User
) -> None:
    for who in (person, stranger):
        await preferences.want(who.id, EVENT_SOON, True)
    await registration.register(event, person)
    go(event.begins_at - HOUR)
    await registration.register(event, stranger)
    await event_soon.tell_due(now())
    assert (await kinds(person), await kinds(stranger)) == (["event.soon"], [])
    await publication.cancel(event, "Neige.", by=nadia)
    assert [title for title in await titles(person) if title.startswith("Dans")] == []


async def test_who_came_is_asked_once_the_day_after_at_ten(
    event: Event, nadia: User, person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    mine = await registration.register(event, person)
    await registration.register(event, stranger)
    go(event.begins_at)
    await attendance.tick(event, [mine.id], [], by=nadia)
    morning = datetime.combine(day_of(event.ends_at) + DAY, time(9), PARIS)
    go(morning)
    await planning.sweep_due(settings, store)
    assert "event.opinion" not in await kinds(person)
    go(morning + HOUR)
    for _ in range(2):
        await planning.sweep_due(settings, store)
    assert "Était-ce utile ?" in await titles(person)
    assert "event.opinion" not in await kinds(stranger), "they did not come"
    [line] = [line for line in (await inbox.page(person.id)).lines if line.kind.code == "event.opinion"]
    assert (line.route, line.values) == ("agenda:registration", {"code": mine.code})
    await on(today() + DAY, settings, store)
    assert (await kinds(person)).count("event.opinion") == 1
    await satisfaction.answer(event, await Registration.get(id=mine.id), Satisfaction.MUCH)
    assert "Était-ce utile ?" not in await titles(person)


async def test_an_old_cv_is_told_twice_to_who_looks_for_work(
    person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    await User.filter(id=person.id).update(situation="demandeur-emploi")
    papers = [await put(who, store, "CV.pdf", document_type="cv") for who in (person, stranger)]
    touched = day_of(papers[0].changed_at)
    for months in (6, 12, 18, 24):
        for days in (-1, 0, 1):
            await on(months_later(touched, months) + days * DAY, settings, store)
    steps = [row.step.split("/")[1] for row in await Notice.filter(kind="cv.old").order_by("id")]
    assert steps == ["6", "12"]
    assert await Notice.filter(kind="cv.old", recipient_id=stranger.id).count() == 0


async def test_without_address_nor_telephone_it_waits_on_the_home_page(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await User.filter(id=person.id).update(situation="demandeur-emploi")
    paper = await put(person, store, "CV.pdf", document_type="cv")
    await on(months_later(day_of(paper.changed_at), 6), settings, store)
    [task] = await to_do.of(await User.get(id=person.id), paper.space_id)
    assert (str(task.title), task.route, task.soon) == ("Votre CV a six mois ou plus", "files:paper", False)


async def test_an_old_cv_that_was_renewed_or_a_situation_that_changed_says_nothing(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await User.filter(id=person.id).update(situation="sans-solution")
    cv = await put(person, store, "CV.pdf", document_type="cv")
    await on(months_later(day_of(cv.changed_at), 6), settings, store)
    assert "Votre CV a six mois ou plus" in await titles(person)
    await User.filter(id=person.id).update(situation="salarie")
    assert "Votre CV a six mois ou plus" not in await titles(person)
    await User.filter(id=person.id).update(situation="sans-solution")
    async with locked_space(cv.space_id):
        await cv.append_version(await cv.content())
    assert "Votre CV a six mois ou plus" not in await titles(person)


async def test_a_cv_with_a_new_name_or_in_another_folder_is_as_old(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await User.filter(id=person.id).update(situation="demandeur-emploi")
    cv = await put(person, store, "CV.pdf", document_type="cv")
    came = day_of(cv.created_at)
    await on(months_later(came, 5), settings, store)
    await cv.rename("Mon CV", by=person, read=digest(cv.name))
    await on(months_later(came, 6), settings, store)
    assert "Votre CV a six mois ou plus" in await titles(person)
    cv = await Node.get(id=cv.id)
    await cv.rename("Mon beau CV", by=person, read=digest(cv.name))
    assert "Votre CV a six mois ou plus" in await titles(person), "its name says nothing of what it holds"


@pytest.mark.skipif(ENGINE != "postgres", reason="a setting of PostgreSQL")
async def test_what_still_holds_is_the_same_whatever_the_server_calls_a_day(
    person: User, settings: Settings, store: BlobStore
) -> None:
    """Its time zone and its way of writing days are its own affair."""
    go(datetime.combine(today() + DAY, time(23, 30), PARIS))
    await User.filter(id=person.id).update(situation="demandeur-emploi", seen_on=months_later(today(), -18))
    cv = await put(person, store, "CV.pdf", document_type="cv")
    await put(
        person, store, "Carte.pdf", document_type="piece-identite", valid_until=months_later(today(), 6) + 30 * DAY
    )
    async with transaction():
        await execute("SET LOCAL TIME ZONE 'Pacific/Auckland'")
        await execute("SET LOCAL datestyle = 'SQL, DMY'")
        await on(months_later(day_of(cv.created_at), 6), settings, store)
        said = await kinds(person)
        assert {"cv.old", "paper.validity", "account.idle"} <= set(said)
        held = {line.kind.code for line in (await inbox.page(person.id)).lines}
        assert {"cv.old", "paper.validity", "account.idle"} <= held


async def test_a_structure_that_closes_is_told_to_who_goes_to_its_event(
    event: Event, host: Structure, person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    mine = await registration.register(event, person)
    await Ending.create(structure_id=host.id, kind=EndKind.MOVED, since=today() + 2 * DAY)
    await on(today() + DAY, settings, store)
    assert await titles(person) == []
    for _ in range(2):
        await on(today() + DAY, settings, store)
    assert await titles(person) == ["Une structure a changé"]
    assert await titles(stranger) == []
    await registration.leave(mine, by=person)
    assert await titles(person) == []
