"""Registering by the pages: with an account, without one; coming back by the code; leaving; being called."""

from __future__ import annotations

from datetime import timedelta

from boite import clock
from boite.accounts.models import User
from boite.agenda import publication, seats
from boite.agenda.event_editing import EventDraft, edit
from boite.agenda.models import Event, Registering, Registration
from boite.agenda.name_retention import forget_names
from boite.agenda.registration import Newcomer, put_name, register, register_visitor
from boite.journal.models import Entry
from boite.settings import Settings
from boite.web import honeypot
from storage.store import BlobStore
from tests.agenda.events import fresh, make_event
from tests.conftest import SignIn
from tests.page_forms import form_with
from tests.visitors import Visitor

ENVOI = "a-form-of-the-tests-0001"


async def test_a_visitor_registers_and_comes_back_by_the_code(client: Visitor, event: Event) -> None:
    page = client.address("agenda:register", slug=event.slug)
    answer = await client.submit(page, name="  Lou   ", email="", envoi=ENVOI)
    again = await client.submit(page, name="Lou", email="", envoi=ENVOI)
    assert answer.status_code == 303
    assert again.headers["location"] == answer.headers["location"], "the same form twice is one registration"
    row = await Registration.get(event_id=event.id)
    assert (row.name, row.email, row.user_id) == ("Lou", "", None)
    assert str(row.code) in (await client.get(answer.headers["location"])).text
    typed = f" {str(row.code).upper().replace('-', ' ')} "
    found = await client.submit(client.address("agenda:find"), code=typed)
    assert found.headers["location"] == answer.headers["location"]


async def test_the_form_is_shown_until_it_is_right(client: Visitor, event: Event) -> None:
    page = client.address("agenda:register", slug=event.slug)
    answer = await client.submit(page, name=" ", email="", envoi=ENVOI)
    assert answer.status_code == 422
    assert "Écrivez un prénom" in answer.text
    assert (await client.submit(page, name="Lou", email="lou", envoi=ENVOI)).status_code == 422
    assert (await client.submit(page, name="L" * 81, envoi=ENVOI)).status_code == 422
    assert not await Registration.exists()


async def test_a_robot_is_asked_to_look_again(client: Visitor, event: Event) -> None:
    page = client.address("agenda:register", slug=event.slug)
    refused = await client.submit(page, name="Lou", surnom="https://achetez", envoi=ENVOI)
    assert refused.status_code == 422
    assert "Relisez, puis envoyez" in refused.text
    assert "robot" not in refused.text.lower()
    assert 'href="#champ-name"' in refused.text, "the summary leads to a field that is seen"
    assert 'value="Lou"' in refused.text, "what was typed is still there, ready to be sent again"
    assert "https://achetez" not in refused.text, "a person who sends it again is not taken for a robot again"
    assert not await Registration.exists()
    back = form_with(refused.text, honeypot.AGAIN)
    assert back
    assert (await client.submit(page, **back.sent(surnom="https://achetez"))).status_code == 303, (
        "a program that fills forms helps somebody"
    )
    statuses = [(await client.submit(page, name=f"Robot {number}")).status_code for number in range(62)]
    assert statuses.count(429) == 3
    assert await Registration.all().count() == 60


async def test_codes_cannot_be_tried_for_ever(client: Visitor, event: Event) -> None:
    codes = [
        (await client.get(client.address("agenda:registration", code=f"aaaa-aaaa-{number:04}"))).status_code
        for number in range(103)
    ]
    assert codes[:100] == [404] * 100
    assert codes[100:] == [429] * 3


async def test_the_registration_of_an_account_opens_to_it_alone(
    visitor: Visitor, person: User, stranger: User, sign_in: SignIn, client: Visitor, event: Event
) -> None:
    answer = await visitor.submit(visitor.address("agenda:register", slug=event.slug))
    assert answer.status_code == 303
    row = await Registration.get(user_id=person.id)
    for name in ("registration", "leave", "answer"):
        address = client.address(f"agenda:{name}", code=row.code)
        for somebody in (client, await sign_in(stranger)):
            answer = await (somebody.get(address) if name == "registration" else somebody.submit(address, avis="non"))
            assert answer.status_code == 404
    assert (await visitor.get(visitor.address("agenda:registration", code=row.code))).status_code == 200
    assert "Atelier CV" in (await visitor.get(visitor.address("agenda:mine"))).text
    assert await Entry.filter(owner_id=person.id, kind="agenda.joined").count() == 1


async def test_whoever_waits_first_is_called_and_told(
    client: Visitor, event: Event, person: User, stranger: User
) -> None:
    first = await register_visitor(event, Newcomer(name="Lou"))
    await register_visitor(event, Newcomer(name="Sam"))
    waits, last = await register(event, person), await register(event, stranger)
    assert waits.waiting
    assert "liste d&#39;attente" in (await client.get(client.address("agenda:event", slug=event.slug))).text
    leave = client.address("agenda:leave", code=first.code)
    assert (await client.submit(leave)).status_code == 303
    assert (await client.submit(leave)).status_code == 303, "twice is once"
    called = await fresh(waits)
    assert called.seated_at is not None
    assert called.reminder_due == seats.reminder_for(event.begins_at)
    assert (await fresh(last)).waiting
    assert await Entry.filter(owner_id=person.id, kind="agenda.seat_freed").count() == 1


async def test_more_seats_call_those_who_wait(event: Event, nadia: User) -> None:
    rows = [await register_visitor(event, Newcomer(name=name)) for name in ("Lou", "Sam", "Zoé", "Ali")]
    values = {name: getattr(event, name) for name in EventDraft.__dataclass_fields__} | {"publics": ()}
    await edit(event, EventDraft(**values | {"capacity": 3}), version=1, by=nadia)
    assert [(await fresh(row)).waiting for row in rows] == [False, False, False, True]
    await edit(event, EventDraft(**values | {"capacity": None}), version=2, by=nadia)
    assert not (await fresh(rows[3])).waiting


async def test_a_cancelled_event_owes_a_word_to_everybody(
    client: Visitor, desk: Visitor, event: Event, person: User
) -> None:
    rows = [await register(event, person), await register_visitor(event, Newcomer(name="Lou"))]
    cancel = desk.address("agenda:cancel", slug=event.slug)
    assert (await desk.submit(cancel, reason="")).status_code == 422
    assert (await desk.submit(cancel, reason="La salle est fermée.")).status_code == 303
    assert (await desk.submit(cancel, reason="Encore.")).status_code == 303
    for row in rows:
        owed = await fresh(row)
        assert owed.reminder_due is None
    page = await client.get(client.address("agenda:event", slug=event.slug))
    assert "La salle est fermée." in page.text
    assert (await client.submit(client.address("agenda:register", slug=event.slug), name="Sam")).status_code == 409
    assert (await Event.get(id=event.id)).cancel_reason == "La salle est fermée."


async def test_registering_closes_at_its_hour(client: Visitor, nadia: User) -> None:
    until = clock.now() + timedelta(hours=1)
    event = await make_event(nadia, registering_until=until)
    free = await make_event(nadia, registering=Registering.NONE)
    page = client.address("agenda:register", slug=event.slug)
    assert (await client.submit(page, name="Lou")).status_code == 303
    assert (await client.submit(client.address("agenda:register", slug=free.slug), name="Lou")).status_code == 409
    clock.advance(timedelta(hours=2))
    assert (await client.submit(page, name="Sam")).status_code == 409
    assert "closes" in (await client.get(page)).text


async def test_names_leave_thirty_days_after_and_the_figures_stay(
    client: Visitor, app: object, settings: Settings, store: BlobStore, event: Event, person: User
) -> None:
    row = await register_visitor(event, Newcomer(name="Lou", email="lou@exemple.fr"))
    mine = await register(event, person)
    clock.advance(timedelta(days=32))
    assert await forget_names(settings, store) == 0
    clock.advance(timedelta(days=2))
    assert await forget_names(settings, store) == 1
    emptied = await Registration.get(id=row.id)
    assert (emptied.name, emptied.email, emptied.code, emptied.sent) == ("", "", None, None)
    assert (await fresh(mine)).user_id == person.id
    assert await Registration.filter(event_id=event.id).count() == 2
    assert (await client.get(client.address("agenda:registration", code=row.code))).status_code == 404


async def test_a_name_goes_on_the_list_without_any_account(desk: Visitor, event: Event) -> None:
    answer = await desk.submit(desk.address("agenda:name_new", slug=event.slug), name="Olga", envoi=ENVOI)
    row = await Registration.get(name="Olga")
    page = await desk.get(answer.headers["location"])
    assert str(row.code) in page.text
    assert row.by_id == (desk.user.id if desk.user else None)


async def test_an_event_with_people_is_cancelled_not_hidden(desk: Visitor, event: Event, agent: User) -> None:
    row = await put_name(event, Newcomer(name="Lou"), by=agent)
    withdraw = desk.address("agenda:withdraw", slug=event.slug)
    assert (await desk.submit(withdraw)).status_code == 409
    await desk.submit(desk.address("agenda:take_off", slug=event.slug, registration=row.id))
    assert (await desk.submit(withdraw)).status_code == 303
    await publication.publish(await Event.get(id=event.id), by=agent)
    assert (await Event.get(id=event.id)).public
