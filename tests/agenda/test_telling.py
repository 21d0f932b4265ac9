"""Those who come are told once: on their home page and in their journal, or by mail; who gave up is told nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from boite import clock
from boite.accounts.models import User
from boite.agenda import event_editing, moves, notices, publication, registration
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event, Registration
from boite.agenda.registration import Newcomer
from boite.directory.models import Structure
from boite.journal.models import Entry
from boite.mail.models import OutgoingMail
from boite.settings import Settings
from storage.store import BlobStore
from tests.agenda.events import make_event
from tests.conftest import OpenAccount, SignIn
from tests.visitors import Visitor

MAILBOX = "Sami@exemple.fr"


def draft(event: Event, **values: Any) -> EventDraft:
    known = {name: getattr(event, name) for name in EventDraft.__dataclass_fields__}
    return EventDraft(**{**known, "publics": tuple(event.publics), **values})


async def edited(event: Event, by: User, **values: Any) -> None:
    """Somebody who read the event as it is now changes this."""
    read = (await Event.get(id=event.id)).version
    await event_editing.edit(event, draft(event, **values), version=read, by=by)


async def still(settings: Settings, store: BlobStore) -> int:
    """Nobody changes anything for ten minutes, then a worker comes. Returns how many were owed a word."""
    clock.advance(moves.STILL)
    return await moves.tell_due(settings, store)


async def told(person: User) -> list[str]:
    """The kinds that wait on somebody's home page, in their order."""
    waiting = Entry.filter(owner_id=person.id, unseen_since__not_isnull=True)
    return [row.kind for row in await waiting.order_by("id")]


async def mails() -> list[OutgoingMail]:
    return await OutgoingMail.all().order_by("id")


async def visitor(event: Event, email: str = MAILBOX, name: str = "Sami") -> Registration:
    return await registration.register_visitor(event, Newcomer(name=name, email=email))


async def test_a_cancelled_event_is_told_to_each_in_their_way_and_once(
    event: Event, nadia: User, person: User, stranger: User
) -> None:
    await registration.register(event, person)
    gone = await registration.register(event, stranger)
    await registration.leave(gone, by=stranger)
    sami = await visitor(event)
    left = await visitor(event, "partie@exemple.fr", "Lou")
    await registration.leave(left, by=None)
    await visitor(event, "", "Kim")
    for _ in range(2):
        await publication.cancel(event, "La salle est inondée.", by=nadia)
    assert await told(person) == ["agenda.called_off"]
    assert await told(stranger) == []
    [mail] = await mails()
    assert mail.address == MAILBOX
    assert mail.subject == f"Annulé : {event.title}"
    assert "La salle est inondée." in mail.text
    assert str(sami.code) in mail.text
    assert str(sami.code) in mail.html


async def test_the_home_page_says_it_until_it_is_seen(event: Event, nadia: User, person: User, sign_in: SignIn) -> None:
    await registration.register(event, person)
    await publication.cancel(event, "La salle est inondée.", by=nadia)
    browser = await sign_in(person)
    page = (await browser.get("/")).text
    assert "Ce qui a changé pour vous" in page
    assert "est annulé : La salle est inondée." in page.replace("\u00a0", " ")
    shown = page.split('name="ligne" value="')[1].split('"')[0]
    assert (await browser.submit("/journal/vu", ligne=shown)).status_code == 303
    assert "Ce qui a changé pour vous" not in (await browser.get("/")).text
    assert "La salle est inondée." in (await browser.get("/journal/")).text


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"begins_at": 60}, "d'heure"),
        ({"place": "Gymnase"}, "de lieu"),
        ({"begins_at": 60, "city": "Malesherbes"}, "d'heure et de lieu"),
        ({"online": "https://exemple.fr/visio"}, "de lien"),
        ({"title": "Un autre nom", "capacity": 9}, ""),
    ],
)
async def test_a_moved_event_is_told_and_nothing_else_is(
    event: Event,
    nadia: User,
    person: User,
    settings: Settings,
    store: BlobStore,
    values: dict[str, Any],
    what: str,
) -> None:
    await registration.register(event, person)
    await visitor(event)
    if "begins_at" in values:
        values = values | {"begins_at": event.begins_at + timedelta(minutes=values["begins_at"])}
    await edited(event, nadia, **values)
    await still(settings, store)
    assert await told(person) == (["agenda.moved"] if what else [])
    assert [mail.text.count(f"a changé {what}.") for mail in await mails()] == ([1] if what else [])
    if what:
        [entry] = await Entry.filter(owner_id=person.id, kind="agenda.moved")
        assert entry.details["what"] == what
        assert (entry.subject_kind, entry.subject_id) == ("event", event.slug)


async def test_moved_twice_only_the_last_word_waits_and_cancelled_it_alone(
    event: Event, nadia: User, person: User, settings: Settings, store: BlobStore
) -> None:
    await registration.register(event, person)
    for place in ("Gymnase", "Médiathèque"):
        await edited(event, nadia, place=place)
        await still(settings, store)
    assert await told(person) == ["agenda.moved"]
    await publication.cancel(event, "Neige.", by=nadia)
    assert await told(person) == ["agenda.called_off"]
    assert await Entry.filter(owner_id=person.id, kind="agenda.moved").count() == 2


async def test_a_draft_or_what_is_over_tells_nobody(
    nadia: User, person: User, client: Visitor, settings: Settings, store: BlobStore
) -> None:
    past = await make_event(nadia, begins_in=timedelta(days=-2))
    await Registration.create(event_id=past.id, user_id=person.id, rank=1, seated_at=past.begins_at)
    await edited(past, nadia, place="Ailleurs")
    await still(settings, store)
    assert await told(person) == []
    # Withdrawn once over, then moved to a later day: nobody sees it, so nobody is told yet.
    await publication.withdraw(past, by=nadia)
    later = {"begins_at": past.begins_at + timedelta(days=9), "ends_at": past.ends_at + timedelta(days=9)}
    await edited(await Event.get(id=past.id), nadia, **later)
    await still(settings, store)
    assert await told(person) == []


async def test_a_seat_obtained_is_told_to_who_waited(event: Event, nadia: User, person: User, stranger: User) -> None:
    first = await registration.register(event, stranger)
    second = await visitor(event, "")
    await registration.register(event, person)
    await visitor(event)
    await registration.leave(first, by=stranger)
    assert await told(person) == ["agenda.seat_freed"]
    assert await mails() == []
    await registration.leave(second, by=None)
    [mail] = await mails()
    assert mail.subject.startswith("Vous avez une place")
    mine = await Registration.get(event_id=event.id, user_id=person.id)
    await registration.leave(mine, by=person)
    assert await told(person) == []


async def test_taken_off_by_the_organiser_is_told(event: Event, nadia: User, person: User) -> None:
    for row in (await registration.register(event, person), await visitor(event)):
        await registration.leave(row, by=nadia)
    assert await told(person) == ["agenda.taken_off"]
    assert [mail.address for mail in await mails()] == [MAILBOX]


async def test_the_organiser_reads_who_is_told_and_whom_to_call(
    event: Event, person: User, desk: Visitor, new_person: OpenAccount
) -> None:
    await registration.register(event, person)
    await visitor(event)
    await visitor(event, "", "Kim")
    where = f"/agenda/travail/{event.slug}/annulation"
    page = (await desk.get(where)).text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "1 personne le voit dans sa boîte. 1 personne le reçoit par courriel." in page
    assert "Prévenez vous-même 1 personne, sans compte ni courriel." in page
    unreachable = await notices.reach(event, mails=False)
    assert (unreachable.mails, unreachable.alone) == (0, 2)


async def test_an_address_that_no_mail_reaches_is_refused(event: Event, client: Visitor) -> None:
    form = {"name": "Sami", "email": "sami@exemple", "envoi": "x" * 20}
    page = await client.submit(f"/agenda/rendez-vous/{event.slug}/inscription", **form)
    assert page.status_code == 422
    await visitor(event, "écrit-avant@exemple.fr")
    await notices.cancelled(event, "Neige.")
    assert await mails() == []


async def test_who_waits_frees_no_seat_that_is_not_theirs(
    event: Event, nadia: User, person: User, stranger: User
) -> None:
    """Whoever takes them off, they go out of the line and nobody is called."""
    for name in ("Ana", "Bob"):
        await visitor(event, "", name)
    waiting = [await visitor(event, "", "Kim"), await registration.register(event, person)]
    await registration.register(event, stranger)
    await registration.leave(waiting[0], by=None)
    await registration.leave(waiting[1], by=nadia)
    assert (await Event.get(id=event.id)).taken == 2
    assert await Registration.filter(event_id=event.id, cancelled_at=None, seated_at=None).count() == 1
    assert await told(stranger) == []


async def test_the_author_learns_what_a_colleague_did_with_their_event(
    agent: User, host: Structure, nadia: User, sign_in: SignIn
) -> None:
    event = await make_event(agent, organiser_id=host.id, published=False)
    await publication.publish(event, by=nadia)
    assert await told(agent) == ["agenda.published"]
    await publication.withdraw(event, by=nadia)
    await publication.publish(event, by=nadia)
    await publication.cancel(event, "La salle est prise.", by=nadia)
    assert await told(agent) == ["agenda.cancelled"], "the last word alone"
    assert await told(nadia) == []
    home = (await (await sign_in(agent)).get("/")).text.replace("\xa0", " ")
    assert f"Votre événement « {event.title} » est annulé : La salle est prise." in home
    own = await make_event(agent, organiser_id=host.id)
    await publication.cancel(own, "Neige.", by=agent)
    assert await told(agent) == ["agenda.cancelled"], "nobody is told what they did"


async def test_nobody_is_called_to_an_event_that_nobody_may_read(nadia: User, person: User, stranger: User) -> None:
    """Withdrawn once over, then moved to a later day with more seats: who waited is called once it is back."""
    past = await make_event(nadia, capacity=1, begins_in=timedelta(days=-2))
    await Registration.create(event_id=past.id, user_id=person.id, rank=1, seated_at=past.begins_at)
    await Registration.create(event_id=past.id, user_id=stranger.id, rank=2)
    await Event.filter(id=past.id).update(taken=1, arrivals=2)
    await publication.withdraw(past, by=nadia)
    later = {"begins_at": past.begins_at + timedelta(days=9), "ends_at": past.ends_at + timedelta(days=9)}
    await edited(await Event.get(id=past.id), nadia, capacity=5, **later)
    assert await told(stranger) == []
    assert (await Event.get(id=past.id)).taken == 1
    await publication.publish(past, by=nadia)
    assert await told(stranger) == ["agenda.seat_freed"]
    assert (await Event.get(id=past.id)).taken == 2
