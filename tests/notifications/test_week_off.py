"""Nobody works for a week: then each is told once, all at once, and what was to be said in between is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

from boite import clock
from boite.accounts.models import User
from boite.clock import today
from boite.notifications import dispatch, planning
from boite.notifications.models import Channel, MessageDelivery
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.newsletter.post_office import PostOffice
from tests.notifications.mailing import INES, TUESDAY, at, damaged, deliver, taken_off, written_to
from tests.notifications.reaching import contact
from tests.notifications.telling import paper, used

DAY, NAMES = timedelta(days=1), ("CV", "Diplôme", "Bail", "Permis")


async def test_a_week_off_is_one_message_and_no_burst(
    posted: Settings, office: PostOffice, person: User, stranger: User
) -> None:
    store, posted = MemoryStore(), replace(posted, contact="bonjour@boite.exemple.fr")
    at(TUESDAY + DAY)
    await planning.sweep_due(posted, store)
    await written_to(person, posted)
    await contact(posted, stranger, Channel.PUSH)
    for who in (person, stranger):
        await paper(who, store, today() + timedelta(days=33), "contrat")
        await used(who.id, 85)
    for name in NAMES:
        clock.advance(DAY)
        for who in (person, stranger):
            await damaged(who, name)
    await taken_off(person)
    clock.advance(3 * DAY)
    told = await planning.sweep_due(posted, store)
    assert told == 4, "a paper and a box of each"
    left = 0
    for _ in range(8):
        left += await deliver(posted)
        clock.advance(timedelta(minutes=20))
    assert left == len(office.taken) == 1
    mail = office.mail(INES)
    assert mail["Subject"] == "Voici ce que vous avez manqué"
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    assert body is not None
    words = body.get_content()
    for said in (*NAMES, "Atelier CV", "presque pleine", "arrive à sa fin"):
        assert said in words, said
    pushes = await MessageDelivery.filter(contact__channel=Channel.PUSH)
    assert len(pushes) == 1, "and one alert"
    for _ in range(10):
        clock.advance(DAY)
        await planning.sweep_due(posted, store)
        await dispatch.dispatch(posted, store)
        assert await deliver(posted) == 0
