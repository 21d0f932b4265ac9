"""An instant reaches the database as one, whatever its offset and the way: read back equal, compared rightly."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from tortoise.expressions import Case, F, Q, When
from tortoise.functions import Coalesce

from boite.clock import PARIS
from boite.database.connection import connection, execute, fetch, insert_all, on_sqlite, opened, transaction
from boite.mail.models import OutgoingMail
from boite.settings import Settings
from tests.database.columns import instants

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(
    datetime(1902, 1, 2),  # noqa: DTZ001 - the zone comes apart
    datetime(2199, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC) | st.just(PARIS) | OFFSETS,
).filter(lambda at: at.utcoffset() is not None)
SUMMER_EVENING = datetime(2026, 7, 1, 23, 30, tzinfo=PARIS)
WINTER_EVENING = datetime(2026, 12, 1, 23, 30, tzinfo=PARIS)
MOMENT = timedelta(microseconds=1)

Way = Callable[[datetime], Awaitable[None]]


@pytest.fixture
async def base(settings: Settings) -> AsyncIterator[None]:
    """An open database."""
    async with opened(settings):
        yield


async def _create(at: datetime) -> None:
    await OutgoingMail.create(address="a@b.fr", subject="Bonjour", due_at=at)


async def _save(at: datetime) -> None:
    mail = await OutgoingMail.create(address="a@b.fr", subject="Bonjour")
    mail.due_at = at
    await mail.save(update_fields=["due_at"])


async def _update(at: datetime) -> None:
    mail = await OutgoingMail.create(address="a@b.fr", subject="Bonjour")
    await OutgoingMail.filter(id=mail.id).update(due_at=at)


async def _update_in_a_transaction(at: datetime) -> None:
    mail = await OutgoingMail.create(address="a@b.fr", subject="Bonjour")
    async with transaction(), transaction():
        await OutgoingMail.filter(id=mail.id).update(due_at=at)


async def _update_by_expression(at: datetime) -> None:
    mail = await OutgoingMail.create(address="a@b.fr", subject="Bonjour")
    await OutgoingMail.filter(id=mail.id).update(at=at)
    await OutgoingMail.filter(id=mail.id).update(due_at=F("at"))


async def _bulk_create(at: datetime) -> None:
    await OutgoingMail.bulk_create([OutgoingMail(address="a@b.fr", subject="Bonjour", due_at=at)])


async def _bulk_update(at: datetime) -> None:
    mail = await OutgoingMail.create(address="a@b.fr", subject="Bonjour")
    mail.due_at = at
    await OutgoingMail.bulk_update([mail], fields=["due_at"])


async def _get_or_create(at: datetime) -> None:
    await OutgoingMail.get_or_create({"subject": "Bonjour"}, address="a@b.fr", due_at=at)


async def _insert_all(at: datetime) -> None:
    mail = await OutgoingMail.create(address="a@b.fr", subject="Bonjour")
    await mail.delete()
    mail.due_at = at
    async with transaction():
        await insert_all(mail)


async def _by_hand(at: datetime) -> None:
    mail = await OutgoingMail.create(address="a@b.fr", subject="Bonjour")
    await execute("UPDATE mail_outgoing SET due_at = ? WHERE id = ?", at, mail.id)


async def _many_by_hand(at: datetime) -> None:
    mail = await OutgoingMail.create(address="a@b.fr", subject="Bonjour")
    marks = ("?", "?") if on_sqlite() else ("$1", "$2")
    statement = "UPDATE mail_outgoing SET due_at = {} WHERE id = {}".format(*marks)
    await connection().execute_many(statement, [[at, mail.id]])


WAYS: tuple[Way, ...] = (
    _create,
    _save,
    _update,
    _update_in_a_transaction,
    _update_by_expression,
    _bulk_create,
    _bulk_update,
    _get_or_create,
    _insert_all,
    _by_hand,
    _many_by_hand,
)


async def _due(*, by: datetime) -> list[bool]:
    """Whether the only mail is due, asked in every way."""
    mails = OutgoingMail.all()
    ways = [
        mails.filter(due_at__lte=by),
        mails.filter(Q(due_at__lte=by) | Q(address="nobody")),
        mails.exclude(due_at__gt=by),
        mails.filter(~Q(due_at__gt=by)),
        mails.filter(due_at__range=(datetime(1, 1, 2, tzinfo=UTC), by)),
        mails.annotate(late=Case(When(due_at__lte=by, then="1"), default="0")).filter(late="1"),
        mails.annotate(limit=Coalesce("due_at", by)).filter(limit__lte=by),
    ]
    [row] = await fetch("SELECT count(*) AS n FROM mail_outgoing WHERE due_at <= ?", by)
    return [await way.count() == 1 for way in ways] + [row["n"] == 1]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
@profile(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=INSTANTS, offset=OFFSETS)
async def test_any_instant_is_read_back_equal_and_compares_rightly(
    base: None, way: Way, at: datetime, offset: timezone
) -> None:
    await OutgoingMail.all().delete()
    await way(at)
    assert (await OutgoingMail.get()).due_at == at.astimezone(UTC)  # an hour that spring skips equals nothing
    assert await OutgoingMail.filter(due_at=at.astimezone(offset)).count() == 1
    assert await OutgoingMail.filter(due_at__in=[at.astimezone(offset)]).count() == 1
    for zone in (offset, PARIS):
        assert set(await _due(by=at.astimezone(zone))) == {True}
        assert set(await _due(by=(at.astimezone(UTC) - MOMENT).astimezone(zone))) == {False}
        assert set(await _due(by=(at.astimezone(UTC) + MOMENT).astimezone(zone))) == {True}
    assert not [found for found in await instants() if not found.sound]


@pytest.mark.parametrize("at", [SUMMER_EVENING, WINTER_EVENING], ids=["summer", "winter"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
async def test_an_hour_of_paris_is_due_at_its_hour(base: None, way: Way, at: datetime) -> None:
    await way(at)
    assert set(await _due(by=at.astimezone(UTC))) == {True}
    assert set(await _due(by=at.astimezone(UTC) - timedelta(minutes=1))) == {False}


NO_OFFSET = r"offset|naive"
NAIVE = datetime(2026, 7, 1, 23, 30)  # noqa: DTZ001 - what must be refused
REFUSING: tuple[Way, ...] = (_save, _update, _update_in_a_transaction, _bulk_update, _insert_all, _by_hand)


@pytest.mark.parametrize("way", REFUSING, ids=lambda way: way.__name__.strip("_"))
async def test_an_instant_without_an_offset_is_refused(base: None, way: Way) -> None:
    with pytest.raises((ValueError, RuntimeWarning), match=NO_OFFSET):
        await way(NAIVE)


async def test_a_question_without_an_offset_is_refused(base: None) -> None:
    with pytest.raises((ValueError, RuntimeWarning), match=NO_OFFSET):
        await OutgoingMail.filter(due_at__lte=NAIVE).count()
    with pytest.raises(ValueError, match="offset"):
        await fetch("SELECT count(*) AS n FROM mail_outgoing WHERE due_at <= ?", NAIVE)


async def test_the_same_instant_is_the_same_text(base: None) -> None:
    await _update(SUMMER_EVENING)
    await _update(SUMMER_EVENING.astimezone(UTC))
    assert len({found.value for found in await instants() if found.column == "due_at"}) <= 1
