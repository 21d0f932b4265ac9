"""What is kept of readers, visitors and partners, and how long. The numbers are written as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tortoise.expressions import Q

from boite.accounts.models import AccountRole, User
from boite.agenda.models import Event, Registration, Satisfaction
from boite.agenda.registration import Newcomer, register_visitor
from boite.agenda.satisfaction import answer, asked
from boite.boxes.erasing import erase
from boite.clock import PARIS, now
from boite.directory.exchange import rehearsal_pages
from boite.directory.exchange.import_rows import ImportRun
from boite.directory.maintenance import suggestions
from boite.directory.models import MissedSearch, Suggestion
from boite.errors import Conflict, Gone
from boite.mail import outbox
from boite.mail.addresses import digest
from boite.mail.messages import Letter
from boite.mail.models import Fate, OutgoingMail, Silence, Why
from boite.news import partners
from boite.news.models import PartnerProposal
from boite.news.partners import Offer
from boite.newsletter import links, silence
from boite.newsletter.models import Bounce, Delivery, Sending, Subscription
from boite.settings import Settings
from storage.store import BlobStore
from tests.agenda.events import make_event
from tests.conftest import OpenAccount
from tests.counts import note_missed
from tests.directory.sheets import make_structure
from tests.hours import put_clock_at
from tests.newsletter.readers import listed, scheduled, sent, subscribed
from tests.retention.limits import leaves_at

pytestmark = pytest.mark.anyio
LOCAL = datetime(2027, 3, 15, 10, 0, tzinfo=PARIS)
START = LOCAL.astimezone(UTC)
"""Days are counted by twenty-four hours; months by the calendar in France."""
A_YEAR_LATER = datetime(2028, 3, 15, 10, 0, tzinfo=PARIS)


@pytest.fixture(autouse=True)
async def march(store: BlobStore) -> None:
    """Two weeks before summer time."""
    put_clock_at(START)


@pytest.fixture
async def event(new_person: OpenAccount) -> Event:
    """A workshop that ends now."""
    event = await make_event(await new_person("Paul", AccountRole.PROFESSIONAL))
    await Event.filter(id=event.id).update(begins_at=START - timedelta(hours=2), ends_at=START)
    return event


async def test_a_first_name_without_account_thirty_days(event: Event, store: BlobStore, settings: Settings) -> None:
    later = await make_event(await User.get(id=event.by_id), begins_in=timedelta(days=1))
    await register_visitor(later, Newcomer(name="Lou", email="lou@exemple.fr"))
    await Registration.all().update(event_id=event.id)
    named = Registration.filter(Q(name__not="") | Q(email__not=""))
    await leaves_at(START + timedelta(days=30), named.count, settings, store)
    assert await Registration.all().count() == 1, "the figures stay"


@pytest.mark.parametrize("kept", [{"name": ""}, {"email": ""}])
async def test_whatever_names_a_visitor_thirty_days(
    event: Event, store: BlobStore, settings: Settings, kept: dict[str, str]
) -> None:
    later = await make_event(await User.get(id=event.by_id), begins_in=timedelta(days=1))
    await register_visitor(later, Newcomer(name="Lou", email="lou@exemple.fr"))
    await Registration.all().update(event_id=event.id, code=None, sent=None, **kept)
    named = Registration.filter(Q(name__not="") | Q(email__not=""))
    await leaves_at(START + timedelta(days=30), named.count, settings, store)


async def test_an_opinion_is_asked_for_thirty_days(event: Event, person: User) -> None:
    event = await Event.get(id=event.id)
    row = await Registration.create(event_id=event.id, user_id=person.id, rank=1, came_at=START)
    put_clock_at(START + timedelta(days=30, minutes=1))
    assert not asked(event, row)
    with pytest.raises(Conflict, match="trop tard"):
        await answer(event, row, Satisfaction.MUCH)
    put_clock_at(START + timedelta(days=30, minutes=-1))
    assert asked(event, row)
    await answer(event, row, Satisfaction.MUCH)


async def test_a_demand_without_confirmation_seven_days(store: BlobStore, settings: Settings) -> None:
    [row] = await subscribed(settings, "ines@exemple.fr")
    await Subscription.all().update(confirmed_at=None, asked_at=now())
    link = links.confirming(settings, row.id, None).rpartition("/")[2]
    put_clock_at(START + timedelta(days=7, minutes=-1))
    assert links.confirmed(settings, link) == (row.id, None)
    put_clock_at(START + timedelta(days=7, minutes=1))
    with pytest.raises(Gone, match="7 jours"):
        links.confirmed(settings, link)
    await leaves_at(START + timedelta(days=7), Subscription.all().count, settings, store)


async def test_the_address_of_who_left_thirty_days_and_its_mark_for_ever(store: BlobStore, settings: Settings) -> None:
    [row] = await subscribed(settings, "ines@exemple.fr")
    await silence.leave(row.mailbox_digest)
    await leaves_at(START + timedelta(days=30), Subscription.all().count, settings, store)
    put_clock_at(START + timedelta(days=20 * 366))
    await silence.forget()
    assert await Silence.all().count() == 1


async def test_an_address_that_bounced_a_year(store: BlobStore, settings: Settings) -> None:
    await silence.silence(digest(settings.secret_key(), "a@exemple.fr"), Why.BOUNCED)
    await leaves_at(A_YEAR_LATER, Silence.all().count, settings, store)


async def test_to_whom_a_letter_went_thirty_days(store: BlobStore, settings: Settings) -> None:
    await subscribed(settings, "ines@exemple.fr", "lou@exemple.fr")
    issue = await scheduled()
    assert await sent(settings, store) == 2
    delivery = await Delivery.all().first()
    assert delivery is not None
    await Bounce.create(delivery_id=delivery.id, issue_id=issue.id, words="550 <ines@exemple.fr> unknown")
    await Sending.all().update(finished_at=START)
    await leaves_at(START + timedelta(days=30), Delivery.all().count, settings, store)
    assert await Bounce.all().count() == 0, "what a server said names the address too"
    assert await Sending.filter(handed=2, bounced=1).count() == 1, "the figures stay"


async def test_an_erased_address_stays_nowhere(new_person: OpenAccount, store: BlobStore, settings: Settings) -> None:
    """Neither in the outbox for a day nor in deliveries for thirty; and an address asked for otherwise goes on."""
    ines = await new_person("Inès")
    await User.filter(id=ines.id).update(email="Ines@exemple.fr")
    await subscribed(settings, "ines@exemple.fr", "lou@exemple.fr")
    await Subscription.filter(mailbox="ines@exemple.fr").update(user_id=ines.id)
    await scheduled()
    assert await sent(settings, store) == 2
    waiting = await scheduled(title="Une lettre encore à partir")
    await listed(settings, store)
    for address in ("Ines@exemple.fr", "lou@exemple.fr"):
        await outbox.post(address, Letter(subject="Bonjour", text="Bonjour.", html=""))
    for delivery in await Delivery.all():
        await Bounce.create(delivery_id=delivery.id, issue_id=delivery.issue_id, words=f"550 <{delivery.address}> ?")
    await erase(await User.get(id=ines.id), store)
    for rows in (await OutgoingMail.all().values(), await Delivery.all().values(), await Bounce.all().values()):
        assert "ines@" not in str(rows).lower()
        assert "lou@" in str(rows)
    assert await sent(settings, store) == 1, "the other reader still receives what waited"
    assert await Delivery.filter(issue_id=waiting.id, state="silent").count() == 1, "the figures stay"
    assert await Delivery.all().count() == 4


async def test_a_mailbox_that_also_asked_without_an_account_goes_on(
    new_person: OpenAccount, store: BlobStore, settings: Settings
) -> None:
    ines = await new_person("Inès")
    await User.filter(id=ines.id).update(email="ines@exemple.fr")
    await subscribed(settings, "ines@exemple.fr")
    await scheduled()
    await listed(settings, store)
    await erase(await User.get(id=ines.id), store)
    assert await sent(settings, store) == 1


@pytest.mark.parametrize("asked", [True, False])
async def test_a_mailbox_of_two_people_goes_on(
    new_person: OpenAccount, store: BlobStore, settings: Settings, asked: bool
) -> None:
    """A couple, a home: the one who stays goes on receiving the letter, whoever of them asked for it."""
    ines, paul = await new_person("Inès"), await new_person("Paul")
    await User.filter(id__in=[ines.id, paul.id]).update(email="Foyer@exemple.fr")
    await subscribed(settings, "foyer@exemple.fr")
    await Subscription.all().update(user_id=paul.id if asked else ines.id)
    await scheduled()
    await listed(settings, store)
    await erase(await User.get(id=ines.id), store)
    assert await sent(settings, store) == 1
    assert await Delivery.filter(address="foyer@exemple.fr").count() == 1
    await erase(await User.get(id=paul.id), store)
    assert await Delivery.filter(address="foyer@exemple.fr").count() == 0, "nobody is left"


async def test_a_single_mail_one_day(store: BlobStore, settings: Settings) -> None:
    await outbox.post("ines@exemple.fr", Letter(subject="Bonjour", text="Bonjour.", html=""))
    await OutgoingMail.all().update(fate=Fate.HANDED)
    await leaves_at(START + timedelta(days=1), OutgoingMail.exclude(address="").count, settings, store)


async def test_what_recognises_a_single_mail_that_comes_back_thirty_days(store: BlobStore, settings: Settings) -> None:
    await outbox.post("ines@exemple.fr", Letter(subject="Bonjour", text="Bonjour.", html=""))
    await OutgoingMail.all().update(fate=Fate.HANDED)
    await leaves_at(START + timedelta(days=30), OutgoingMail.all().count, settings, store)


async def test_the_address_of_a_partner_ninety_days(store: BlobStore, settings: Settings) -> None:
    await partners.offer(Offer(territory=None, structure="Cap", title="x", text="y", email="cap@exemple.fr"))
    await leaves_at(START + timedelta(days=90), PartnerProposal.exclude(email="").count, settings, store)
    assert await PartnerProposal.all().count() == 1


async def test_a_search_without_result_twelve_months(store: BlobStore, settings: Settings) -> None:
    """By day: that of the same date of the next year is the last one when it is still there."""
    await note_missed("moto")
    midnight = datetime(2028, 3, 16, tzinfo=PARIS)
    assert (await MissedSearch.get()).day == date(2027, 3, 15)
    await leaves_at(midnight, MissedSearch.all().count, settings, store)


async def test_the_report_of_a_rehearsal_one_day(new_person: OpenAccount, store: BlobStore) -> None:
    samira = await new_person("Samira", AccountRole.COORDINATOR)
    await ImportRun.create(kind="territories", by_id=samira.id, paper="old", at=START)
    territories = b"spro_code,spro_nom\nSPRO-45-ORLEANS,Orl\xc3\xa9ans\n"
    for instant, kept in ((timedelta(days=1, minutes=-1), 1), (timedelta(days=1, minutes=1), 0)):
        put_clock_at(START + instant)
        await rehearsal_pages._rehearse("territoires.csv", territories, store, by=samira)
        assert await ImportRun.filter(paper="old").count() == kept


@pytest.mark.parametrize("answered", [True, False])
async def test_a_correction_twelve_months(store: BlobStore, settings: Settings, answered: bool) -> None:
    """Its words may say who wrote it, account or not."""
    sheet = await make_structure(name="Un lieu")
    made = await suggestions.suggest(sheet, {}, "Appelez plutôt Léa, au 06 00 00 00 00.", by=None)
    if answered:
        await Suggestion.filter(id=made.id).update(decided_at=now(), accepted=False, reason="Déjà corrigé.")
    await leaves_at(A_YEAR_LATER, Suggestion.all().count, settings, store)


async def test_the_words_of_a_correction_go_with_their_author(store: BlobStore, new_person: OpenAccount) -> None:
    lea, sheet = await new_person("Léa"), await make_structure(name="Un lieu", phone="")
    await suggestions.suggest(sheet, {}, "C'est Léa, j'habite en face.", by=lea)
    await suggestions.suggest(sheet, {"email": "accueil@exemple.fr"}, "Demandez-moi.", by=lea)
    await erase(lea, store)
    [left] = await Suggestion.all()
    assert (left.values, left.comment, left.by_id) == ({"email": "accueil@exemple.fr"}, "", None)
