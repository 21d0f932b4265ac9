"""The mails of a digest are looked up together, a few queries for many, and each is as true as if it were alone."""

from __future__ import annotations

import asyncio
from collections import Counter
from uuid import uuid4

import pytest

from boite.accounts.models import User
from boite.mail import in_hands
from boite.mail.drawn import draw_with
from boite.mail.models import Fate, OutgoingMail
from boite.notifications import dispatch, mail_posting, preferences
from boite.notifications.kinds import BY_CODE
from boite.notifications.mail_posting import MessageDrawer
from boite.notifications.models import Carried, Channel, ContactPoint, MessageDelivery, MessageFate
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.database.statements import statements
from tests.newsletter.post_office import PostOffice, words
from tests.notifications.mailing import TUESDAY, at, deliver, taken_off, written_to

MANY = 30
PREPARED, HANDED = 3, 6
"""Most statements of one message, and of one mail, among thirty."""


async def some(settings: Settings, number: int) -> list[User]:
    """So many people who are told by mail, each at their own address, on a Tuesday morning."""
    at(TUESDAY)
    draw_with(MessageDrawer())
    people = [
        await User.create(handle=f"boite-{uuid4().hex[:9]}", secret_hash="-", role="person", first_name="Lou")
        for _ in range(number)
    ]
    for person in people:
        await written_to(person, settings, address(person))
    return people


def address(person: User) -> str:
    return f"{person.handle}@exemple.fr"


async def posted_for(settings: Settings, people: list[User]) -> None:
    """Each is told something; its mail is due."""
    for person in people:
        await taken_off(person, person.handle)
    await dispatch.dispatch(settings, MemoryStore())
    await mail_posting.post_urgent(settings, MemoryStore())


async def test_a_mail_among_many_asks_the_database_little(posted: Settings, office: PostOffice, client: object) -> None:
    people = await some(posted, MANY)
    with statements() as preparing:
        await posted_for(posted, people)
    with statements() as handing:
        assert await deliver(posted) == MANY
    told = [each for each in preparing if "notifications_" in each]
    assert len(told) <= PREPARED * MANY, Counter(each[:90] for each in told).most_common(9)
    assert len(handing) <= HANDED * MANY, Counter(each[:90] for each in handing).most_common(9)
    for person in people:
        assert person.handle in words(office.mail(address(person))), "each has their own words"
    assert office.counts == Counter(address(person) for person in people)


async def test_what_changes_while_the_others_leave_is_what_counts(
    posted: Settings, office: PostOffice, client: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are looked up together; the server takes its time with the first."""
    monkeypatch.setattr(in_hands, "FRESH", 0.2)
    first, second = await some(posted, 2)
    await posted_for(posted, [first, second])
    office.slow = {address(first): 0.4}
    at_work = asyncio.create_task(deliver(posted))
    await office.came.wait()
    await preferences.want(second.id, BY_CODE["event.news"], False, Channel.MAIL)
    assert await at_work == 1
    assert office.counts == Counter([address(first)])


async def test_one_that_cannot_be_drawn_is_alone_in_its_trouble(
    posted: Settings, office: PostOffice, client: object
) -> None:
    people = await some(posted, 4)
    await posted_for(posted, people)
    broken = await ContactPoint.get(user_id=people[1].id)
    await Carried.filter(contact_id=broken.id).update(mark="?")
    assert await deliver(posted) == 3
    assert office.counts == Counter(address(person) for person in people if person is not people[1])
    mail = await OutgoingMail.get(fate=Fate.DUE)
    assert (mail.attempts, mail.sendings, mail.words) == (1, 0, "ValueError")


async def test_two_for_one_mailbox_in_the_same_hands_are_one_envelope(
    posted: Settings, office: PostOffice, client: object
) -> None:
    """The digest of this mailbox has nothing left to say once the mail that has an hour took what it carries."""
    [person] = await some(posted, 1)
    await posted_for(posted, [person])
    contact = await ContactPoint.get(user_id=person.id)
    digest = await MessageDelivery.create(contact_id=contact.id, once="digest:x", urgency="digest", due_at=TUESDAY)
    await taken_off(person, "Forum")
    await dispatch.dispatch(posted, MemoryStore())
    await Carried.filter(contact_id=contact.id).order_by("-id").limit(1).update(delivery_id=digest.id)
    await mail_posting.post_others(posted, MemoryStore())
    assert await OutgoingMail.filter(fate=Fate.DUE).count() >= 2
    assert await deliver(posted) == 1
    assert "Forum" in words(office.mail(address(person)))
    assert (await MessageDelivery.get(id=digest.id)).fate == MessageFate.WITHDRAWN
