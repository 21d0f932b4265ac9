"""Events, a box that fills, a deposit that is left, a correction that waits: told to whom it concerns, and once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.agenda import publication, registration
from boite.agenda.models import Event, Registration
from boite.agenda.registration import Newcomer
from boite.clock import PARIS, day_of, now, today
from boite.database.connection import transaction
from boite.directory.keepers import keepers
from boite.directory.maintenance import suggestions
from boite.directory.models import Membership
from boite.files.models import Space, Upload
from boite.mail.models import OutgoingMail
from boite.notifications import inbox, planning
from boite.notifications.box_filling import BoxFilling
from boite.notifications.models import Notice
from boite.quiet_hours import USUAL
from boite.settings import Settings
from storage.store import BlobStore
from tests.agenda.events import make_coordinator, make_event
from tests.agenda.test_telling import edited
from tests.conftest import OpenAccount
from tests.directory.sheets import make_structure
from tests.notifications.telling import on, titles, used

DAY = timedelta(days=1)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    """Who organises."""
    return await make_coordinator(new_person)


@pytest.fixture
async def event(nadia: User) -> Event:
    """A workshop in five days, two seats."""
    return await make_event(nadia, capacity=2, begins_in=timedelta(days=5), title="Atelier CV")


async def hours_go_by(settings: Settings, store: BlobStore, length: timedelta) -> None:
    for _ in range(int(length / timedelta(hours=6))):
        clock.advance(timedelta(hours=6))
        await planning.tell_events(settings, store)
        await planning.tidy(settings, store)


async def test_who_comes_is_told_once_and_who_waits_is_not(
    event: Event, person: User, stranger: User, new_person: OpenAccount, settings: Settings, store: BlobStore
) -> None:
    waits = await new_person("Lou")
    await registration.register(event, person)
    gone = await registration.register(event, stranger)
    await registration.register_visitor(event, Newcomer(name="Sami", email="sami@exemple.fr"))
    await registration.register(event, waits)
    await registration.leave(gone, by=stranger)
    due = (await Registration.get(user_id=person.id)).reminder_due
    assert due is not None
    clock.advance(due - now() + timedelta(minutes=1))
    assert await planning.tell_events(settings, store) >= 2
    assert await planning.tell_events(settings, store) == 0
    assert await titles(person) == ["C'est bientôt : Atelier CV"]
    assert await titles(stranger) == []
    assert await titles(waits) == []
    [mail] = await OutgoingMail.filter(address="sami@exemple.fr", subject__startswith="C'est bientôt")
    assert "Atelier CV" in mail.text
    clock.advance(timedelta(days=5))
    assert await titles(person) == [], "it began"


async def test_a_mail_that_a_stop_delayed_waits_for_the_morning(
    event: Event, person: User, settings: Settings, store: BlobStore
) -> None:
    """The worker was off since the evening: the person reads it in the service, the visitor is not woken."""
    await registration.register(event, person)
    visitor = await registration.register_visitor(event, Newcomer(name="Sami", email="sami@exemple.fr"))
    due = (await Registration.get(id=visitor.id)).reminder_due
    assert due is not None
    night = datetime.combine(day_of(due), time(23, 0), PARIS)
    clock.advance(night - now())
    assert await planning.tell_events(settings, store) == 1
    assert await titles(person) == ["C'est bientôt : Atelier CV"]
    assert await OutgoingMail.all().count() == 0
    morning = USUAL.open_after(now())
    assert morning is not None
    clock.advance(morning - now())
    assert await planning.tell_events(settings, store) == 1
    assert await OutgoingMail.all().count() == (1 if event.begins_at > morning else 0)


async def test_a_moved_event_is_told_again_and_a_cancelled_one_no_more(
    event: Event, nadia: User, person: User, settings: Settings, store: BlobStore
) -> None:
    await registration.register(event, person)
    await hours_go_by(settings, store, timedelta(days=4, hours=18))
    assert "C'est bientôt : Atelier CV" in await titles(person)
    later = {"begins_at": event.begins_at + timedelta(days=7), "ends_at": event.ends_at + timedelta(days=7)}
    await edited(event, nadia, **later)
    assert [title for title in await titles(person) if title.startswith("C'est")] == []
    await hours_go_by(settings, store, timedelta(days=7))
    assert len([title for title in await titles(person) if title.startswith("C'est")]) == 1
    await publication.cancel(await Event.get(id=event.id), "La salle est inondée.", by=nadia)
    assert [title for title in await titles(person) if title.startswith("C'est")] == []
    assert "est annulé" in (await titles(person))[0]


async def test_a_full_box_is_told_when_it_fills_again_and_not_each_day(
    person: User, settings: Settings, store: BlobStore
) -> None:
    start = today()

    async def said(days: int, per_cent: int) -> list[str]:
        await used(person.id, per_cent)
        await on(start + timedelta(days=days), settings, store)
        steps = [row.step.split("/") for row in await Notice.all().order_by("id")]
        return [f"{level}/{(date.fromisoformat(day) - start).days}" for level, day in steps]

    assert await said(1, 79) == []
    assert await said(2, 80) == ["80/2"]
    assert await said(3, 88) == ["80/2"]
    assert await said(4, 95) == ["80/2", "95/4"]
    assert len(await titles(person)) == 1, "the higher level alone"
    assert await said(5, 92) == ["80/2", "95/4"]
    assert await said(6, 10) == ["80/2", "95/4"]
    assert await titles(person) == [], "it has room"
    assert await said(7, 85) == ["80/2", "95/4"], "not twice a week"
    assert await said(20, 85) == ["80/2", "95/4", "80/20"]
    await Notice.filter(id=1).delete()  # those read long ago are forgotten
    assert await said(400, 85) == ["95/4", "80/20"]
    assert await said(500, 20) == ["95/4", "80/20"]
    assert (await said(501, 82))[-1] == "80/501"
    assert (await said(502, 96))[-1] == "95/502"


async def test_a_box_that_is_full_every_other_day_is_told_once_a_week_at_most(
    person: User, settings: Settings, store: BlobStore
) -> None:
    space = await Space.get(owner_id=person.id)
    for days in range(1, 43):
        async with transaction():  # its quota is raised and lowered: what it holds is the same
            quota = space.quota_bytes * (1 if days % 2 else 20)
            await Space.filter(id=space.id).update(used_bytes=space.quota_bytes * 85 // 100, quota_bytes=quota)
        clock.advance(DAY)
        await planning.tidy(settings, store)
        await planning.sweep_due(settings, store, (BoxFilling(),))
    said = [day_of(row.at) for row in await Notice.all().order_by("id")]
    assert len(said) == 6
    assert all(later - before >= timedelta(days=7) for before, later in pairwise(said))


async def test_a_full_box_is_on_the_home_page(person: User, settings: Settings, store: BlobStore) -> None:
    await used(person.id, 96)
    await on(today() + DAY, settings, store)
    [line] = (await inbox.page(person.id)).lines
    assert line.title == "Votre boîte est presque pleine"
    space = await Space.get(owner_id=person.id)
    await Space.filter(id=space.id).update(quota_bytes=space.quota_bytes * 2)
    assert await inbox.unread(person.id) == 0, "the quota was raised"


async def test_a_deposit_left_is_told_once_while_it_can_be_taken_up(
    person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    space = await Space.get(owner_id=person.id)
    common: dict[str, Any] = {
        "space_id": space.id,
        "by_id": person.id,
        "size": 10,
        "expires_at": now() + timedelta(days=7),
    }
    left = await Upload.create(name="CV.pdf", received=4, blob_key="a" * 32, **common)
    await Upload.create(name="Jamais.pdf", received=0, blob_key="b" * 32, **common)
    await Upload.create(name="Fini.pdf", received=10, blob_key="c" * 32, completed_at=now(), **common)
    for days in (1, 2, 3):
        await on(today() + DAY, settings, store)
        assert await titles(person) == ["Un dépôt n'est pas terminé"], days
    assert await titles(stranger) == []
    await Upload.filter(id=left.id).update(completed_at=now())
    assert await titles(person) == []


async def test_a_correction_is_told_to_who_keeps_the_sheet_then_left_to_the_coordination(
    new_person: OpenAccount, nadia: User, settings: Settings, store: BlobStore
) -> None:
    paul, past = [await new_person(name, role=AccountRole.PROFESSIONAL) for name in ("Paul", "Ana")]
    sheet = await make_structure("CIO", territory="SPRO-45-PITHIVIERS")
    for agent in (paul, past):
        await keepers.add(sheet, agent.handle, by=nadia)
    made = await suggestions.suggest(sheet, {}, "Le numéro a changé.", by=None)
    await keepers.remove(await Membership.get(user_id=past.id), by=nadia)
    start = today()
    for days in range(1, 40):
        await on(start + timedelta(days=days), settings, store)
    assert [row.step for row in await Notice.filter(recipient_id=paul.id).order_by("id")] == ["1", "14"]
    assert await Notice.filter(recipient_id=past.id).count() == 0
    assert "Une correction attend" in await titles(paul)
    await suggestions.accept(made, by=nadia)
    assert "Une correction attend" not in await titles(paul)
