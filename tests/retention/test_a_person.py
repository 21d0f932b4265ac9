"""What is kept of a person, and for how long: the limits that the page « Vos données personnelles » promises.

The numbers are written here as people read them: no constant of the code is used.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from boite.accounts import sessions, throttle
from boite.accounts.models import Attempt, Session, User
from boite.accounts.throttle import ThrottledForm
from boite.boxes.closing import ask_closing
from boite.clock import PARIS, now
from boite.database.connection import transaction
from boite.errors import TooMany
from boite.files import uploads
from boite.files.erasure_promises import promise
from boite.files.expiry import forget_sign_ins
from boite.files.models import Blob, Discard, Node, Upload
from boite.files.unsized_deposits import DAYS as FORM_DAYS
from boite.files.uploads import UploadRequest
from boite.journal.models import Entry
from boite.notifications import contact_points
from boite.notifications.models import Channel, ContactEnd, ContactPoint, Notice
from boite.settings import Settings
from storage.keys import new_key
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.files.boxes import box_of, chunks, deposit
from tests.hours import put_clock_at
from tests.notifications.reaching import contact
from tests.people import PASSPHRASE
from tests.retention.limits import leaves_at

pytestmark = pytest.mark.anyio
START = datetime(2027, 3, 15, 10, 0, tzinfo=PARIS).astimezone(UTC)
"""Days are counted by twenty-four hours, whatever the clocks on the wall do on the 28th; months by the calendar."""


@pytest.fixture(autouse=True)
async def march(person: User) -> None:
    """Two weeks before summer time."""
    put_clock_at(START)


async def test_a_discarded_paper_thirty_days(person: User, store: BlobStore, settings: Settings) -> None:
    node = await deposit(await box_of(person), "a.txt", b"abc", store, person)
    await node.discard(by=person, days=settings.trash_days)
    await leaves_at(START + timedelta(days=30), Discard.all().count, settings, store)
    assert not await Node.exists(id=node.id)


async def test_a_box_to_close_thirty_days(person: User, store: BlobStore, settings: Settings) -> None:
    await ask_closing(person, PASSPHRASE, settings)
    await leaves_at(START + timedelta(days=30), User.filter(id=person.id).count, settings, store)


async def test_an_interrupted_deposit_seven_days(person: User, store: BlobStore, settings: Settings) -> None:
    wish = UploadRequest(name="a.txt", size=10)
    upload = await uploads.declare(await box_of(person), wish, store, by=person.id, days=settings.upload_days)
    await leaves_at(START + timedelta(days=7), Upload.filter(id=upload.id).count, settings, store)


async def test_seven_days_from_the_last_piece(person: User, store: BlobStore, settings: Settings) -> None:
    wish, days = UploadRequest(name="a.txt", size=10), settings.upload_days
    upload = await uploads.declare(await box_of(person), wish, store, by=person.id, days=days)
    put_clock_at(START + timedelta(days=3))
    await uploads.receive(upload, 0, chunks(b"abc"), store, by=person.id, days=days)
    await leaves_at(START + timedelta(days=10), Upload.filter(id=upload.id).count, settings, store)


async def test_a_finished_deposit_seven_days(person: User, store: BlobStore, settings: Settings) -> None:
    wish, days = UploadRequest(name="a.txt", size=3), settings.upload_days
    upload = await uploads.declare(await box_of(person), wish, store, by=person.id, days=days)
    await uploads.receive(upload, 0, chunks(b"abc"), store, by=person.id, days=days)
    assert await Upload.filter(completed_at__not_isnull=True).count() == 1
    await leaves_at(START + timedelta(days=7), Upload.filter(id=upload.id).count, settings, store)
    assert await Node.filter(name="a.txt").count() == 1


async def test_the_room_of_a_form_one_day(person: User, store: BlobStore, settings: Settings) -> None:
    wish = UploadRequest(name="a.txt", size=10)
    await uploads.declare(await box_of(person), wish, store, by=person.id, days=FORM_DAYS)
    await leaves_at(START + timedelta(days=1), Upload.all().count, settings, store)


async def test_bytes_without_a_paper_one_hour(store: BlobStore, settings: Settings) -> None:
    key = new_key()
    await promise(key)
    await leaves_at(START + timedelta(hours=1), Blob.filter(key=key).count, settings, store)


@pytest.mark.parametrize("kind", ["account.signed_in", "account.signed_out", "account.new_device"])
async def test_a_trace_of_connection_twelve_months(
    person: User, store: BlobStore, settings: Settings, kind: str
) -> None:
    """To the same day and hour of the next year: 360 days are not twelve months."""
    await Entry.create(owner_id=person.id, by_id=person.id, kind=kind, details={"device": "Chrome"}, at=START)
    kept = Entry.filter(kind=kind, at=START).count
    await leaves_at(datetime(2028, 3, 15, 10, 0, tzinfo=PARIS), kept, settings, store)


async def test_the_rest_of_the_journal_stays(person: User, store: BlobStore, settings: Settings) -> None:
    await Entry.create(owner_id=person.id, by_id=person.id, kind="account.exported", details={}, at=START)
    await Entry.create(owner_id=person.id, by_id=person.id, kind="account.signed_out", details={}, at=START)
    put_clock_at(START + timedelta(days=20 * 366))
    assert await forget_sign_ins(settings, store) == 1
    assert await Entry.filter(kind="account.exported").count() == 1


async def test_a_message_six_months_once_read_twelve_at_most(
    person: User, store: BlobStore, settings: Settings
) -> None:
    await Notice.create(recipient_id=person.id, kind="box.filling", subject=person.id, step="80/1", at=now())
    await Notice.create(
        recipient_id=person.id, kind="box.filling", subject=person.id, step="80/2", at=now(), read_at=now()
    )
    await leaves_at(START + timedelta(days=182), Notice.filter(read_at__not_isnull=True).count, settings, store)
    assert await Notice.all().count() == 1
    await leaves_at(START + timedelta(days=365), Notice.all().count, settings, store)


@pytest.mark.parametrize(("shared", "life"), [(False, timedelta(days=30)), (True, timedelta(minutes=10))])
async def test_a_device_thirty_days_a_shared_one_ten_minutes(
    person: User, store: BlobStore, settings: Settings, shared: bool, life: timedelta
) -> None:
    _, token = await sessions.begin(person, settings, device="Chrome", shared=shared)
    put_clock_at(START + timedelta(minutes=5))
    assert await sessions.find(token, settings), "a gesture pushes the end back"
    limit = START + timedelta(minutes=5) + life
    put_clock_at(limit - timedelta(minutes=1))
    assert await sessions.find(token, settings, gesture=False)
    put_clock_at(limit + timedelta(minutes=1))
    assert await sessions.find(token, settings, gesture=False) is None
    await leaves_at(limit, Session.filter(user_id=person.id).count, settings, store)


@pytest.mark.parametrize("channel", [Channel.MAIL, Channel.SMS])
@pytest.mark.parametrize("why", [ContactEnd.STOPPED, ContactEnd.REPLACED, ContactEnd.NOT_MINE])
async def test_an_address_taken_back_thirty_days(
    person: User, stranger: User, store: BlobStore, settings: Settings, channel: Channel, why: ContactEnd
) -> None:
    """One that is used stays, as one that died: its person is told so."""
    taken_back, dead = [await contact(settings, who, channel) for who in (person, stranger)]
    used = await contact(settings, stranger, channel, "une.autre@exemple.fr")
    await contact_points.close(taken_back, why)
    await contact_points.close(dead, ContactEnd.DEAD)
    left = ContactPoint.filter(id=taken_back.id)
    await leaves_at(START + timedelta(days=30), left.count, settings, store)
    assert await ContactPoint.filter(id__in=[dead.id, used.id]).count() == 2


async def test_an_address_never_proved_two_days(person: User, store: BlobStore, settings: Settings) -> None:
    async with transaction():
        asked = await contact_points.ask(settings, person.id, Channel.SMS, "+33612345678")
    await leaves_at(START + timedelta(days=2), ContactPoint.filter(id=asked.id).count, settings, store)


async def test_an_address_asked_again_waits_for_its_code(person: User, store: BlobStore, settings: Settings) -> None:
    """Taken back a month ago, and typed again a minute before it is forgotten."""
    mine = await contact(settings, person, Channel.MAIL)
    await contact_points.close(mine, ContactEnd.STOPPED)
    put_clock_at(START + timedelta(days=30, minutes=-1))
    async with transaction():
        await contact_points.ask(settings, person.id, Channel.MAIL, mine.address)
    put_clock_at(START + timedelta(days=30, minutes=5))
    await contact_points.forget()
    code = contact_points.code_of(settings, await ContactPoint.get(id=mine.id))
    assert (await contact_points.confirm(settings, person.id, Channel.MAIL, code)).id == mine.id


async def test_tries_fifteen_minutes(person: User, store: BlobStore, settings: Settings) -> None:
    settings = replace(settings, account_tries=1)
    await throttle.count_try(settings, ThrottledForm.ACCOUNT, "lavande-428")
    put_clock_at(START + timedelta(minutes=14))
    with pytest.raises(TooMany):
        await throttle.count_try(settings, ThrottledForm.ACCOUNT, "lavande-428")
    put_clock_at(START + timedelta(minutes=30))
    await throttle.count_try(settings, ThrottledForm.ACCOUNT, "lavande-428")
    await Attempt.all().delete()
    await Attempt.create(scope="account", key="x", at=now())
    await leaves_at(now() + timedelta(minutes=15), Attempt.all().count, settings, store)


async def test_the_cookies(person: User, sign_in: SignIn) -> None:
    """A choice of news a year; a message ten minutes; a device's cookie ends with its row, not before."""
    visitor = await sign_in(person)
    answer = await visitor.submit(visitor.address("news:choices"), topics=["emploi"])
    said = [line for line in answer.headers.get_list("set-cookie") if "Max-Age" in line]
    lives = {line.split("=")[0]: int(line.split("Max-Age=")[1].split(";")[0]) for line in said}
    assert sorted(set(lives.values()) - {0}) == [600, 365 * 86400], said
