"""The sharp cases of hours, pauses and preferences: never in quiet hours, never twice, always once at its hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from boite.clock import PARIS, months_later
from boite.notifications.dispatch import Chosen, Reachable, ToldMessage, chosen_for
from boite.notifications.inbox import MessageMark, MessageSource
from boite.notifications.kinds import KINDS
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactPoint, Rhythm
from boite.notifications.rhythm import SOONEST, Digest, next_digest, paused, quiet_hours

START = datetime(2026, 11, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 4 * 365 * 24 * 60 // 7).map(lambda step: START + timedelta(minutes=7 * step))
MINUTES = st.integers(0, 24 * 60 - 1)
PAUSES = st.one_of(st.none(), INSTANTS, st.just(datetime(9999, 1, 1, tzinfo=UTC)))
RHYTHMS = st.builds(
    Rhythm,
    digest=st.sampled_from([each.value for each in Digest]),
    weekday=st.integers(0, 6),
    at=MINUTES,
    quiet_from=MINUTES,
    quiet_to=MINUTES,
    saturdays=st.booleans(),
    sundays=st.booleans(),
    holidays=st.booleans(),
    paused_until=PAUSES,
)
WHO = UUID(int=1)
CHANNELS = (Channel.MAIL, Channel.PUSH, Channel.SMS)
CONTACTS = st.lists(st.sampled_from(CHANNELS), max_size=5).map(
    lambda channels: [ContactPoint(id=number, channel=channel) for number, channel in enumerate(channels, 1)]
)
CHOICES = st.dictionaries(
    st.tuples(st.sampled_from([kind.code for kind in KINDS]), st.sampled_from(list(Channel))), st.booleans()
)
PEOPLE = st.builds(Reachable, id=st.uuids(), closing=st.booleans(), contacts=CONTACTS, rhythm=RHYTHMS, choices=CHOICES)


@st.composite
def tellings(draw: st.DrawFn) -> list[ToldMessage]:
    """Some messages for one person, each with its mark."""
    return [
        ToldMessage(
            mark=MessageMark(MessageSource.NOTICE, number),
            recipient=WHO,
            kind=draw(st.sampled_from(KINDS)),
            urgency=draw(st.sampled_from(list(Urgency))),
            expires_at=draw(st.one_of(st.none(), INSTANTS)),
        )
        for number in range(1, draw(st.integers(0, 7)) + 1)
    ]


@given(person=PEOPLE, told=tellings(), at=INSTANTS)
def test_whatever_somebody_chose_nothing_is_chosen_against_it(
    person: Reachable, told: list[ToldMessage], at: datetime
) -> None:
    by_mark, channels = {each.mark: each for each in told}, {each.id: each.channel for each in person.contacts}
    quiet = quiet_hours(person.rhythm)
    given_to: set[tuple[int, MessageMark]] = set()
    chosen = chosen_for(person, told, at)
    for one in chosen:
        assert one.due_at >= at
        if one.urgency != Urgency.NOW:
            assert quiet.open(one.due_at), "never in quiet hours"
            pressing = all(by_mark[mark].kind.always for mark in one.carried)
            assert pressing or not paused(person.rhythm, one.due_at), "only what must be told breaks a silence"
        for mark in one.carried:
            message = by_mark[mark]
            assert person.wants(message.kind, channels[one.contact]), "never on a channel that is not wanted"
            assert person.wants(message.kind, Channel.SERVICE)
            assert channels[one.contact] != Channel.SMS or Channel.SMS in message.kind.by
            assert message.expires_at is None or message.urgency == Urgency.NOW or one.due_at < message.expires_at
            assert (one.contact, mark) not in given_to, "never twice"
            given_to.add((one.contact, mark))
    assert [_key(one) for one in chosen_for(person, told, at)] == [_key(one) for one in chosen], "and again, the same"


def _key(one: Chosen) -> tuple[str, datetime, tuple[MessageMark, ...]]:
    return one.once, one.due_at, one.carried


@given(person=PEOPLE, told=tellings(), at=INSTANTS)
def test_what_is_urgent_passes_whatever_the_hour(person: Reachable, told: list[ToldMessage], at: datetime) -> None:
    person.rhythm.paused_until = datetime(9999, 1, 1, tzinfo=UTC)
    found = {mark: one for one in chosen_for(person, told, at) for mark in one.carried}
    for each in told:
        wanted = [
            one for one in person.contacts if one.channel in each.kind.by and person.wants(each.kind, one.channel)
        ]
        if each.urgency == Urgency.NOW and wanted and person.wants(each.kind, Channel.SERVICE):
            assert found[each.mark].due_at == at


@given(rhythm=RHYTHMS, at=INSTANTS)
def test_a_digest_is_in_the_open_later_and_after_the_silence(rhythm: Rhythm, at: datetime) -> None:
    due = next_digest(rhythm, at)
    if due is None:
        return
    assert due >= at + SOONEST
    assert quiet_hours(rhythm).open(due)
    assert not paused(rhythm, due)
    assert rhythm.digest != Digest.NEVER


def digests(rhythm: Rhythm, first: date, last: date) -> list[datetime]:
    """Each digest between two days, on the clock of France."""
    found, at = [], datetime(first.year, first.month, first.day, tzinfo=PARIS)
    while (due := next_digest(rhythm, at)) and due.astimezone(PARIS).date() <= last:
        found.append(due.astimezone(PARIS))
        at = due
    return found


def test_half_past_two_is_said_once_whatever_the_clock_does() -> None:
    rhythm = Rhythm(digest=Digest.WEEK.value, weekday=6, at=150, quiet_from=0, quiet_to=0, sundays=True, holidays=True)
    for sunday in (date(2027, 3, 28), date(2026, 10, 25)):  # 2:30 does not exist, then exists twice
        around = digests(rhythm, sunday - timedelta(days=8), sunday + timedelta(days=8))
        assert [each.date() for each in around] == [sunday - timedelta(days=7), sunday, sunday + timedelta(days=7)]


def test_a_digest_stays_at_nine_on_both_sides_of_summer_time() -> None:
    rhythm = Rhythm(digest=Digest.WEEK.value, weekday=1, at=540)
    year = digests(rhythm, date(2027, 1, 1), date(2027, 12, 31))
    assert {(each.hour, each.minute) for each in year} == {(9, 0)}
    assert len(year) == len(set(year)) == 52


def test_a_fortnight_is_two_digests_a_month_all_year() -> None:
    year = digests(Rhythm(digest=Digest.FORTNIGHT.value), date(2027, 1, 1), date(2027, 12, 31))
    assert all(sum(each.month == month for each in year) == 2 for month in range(1, 13))


def test_the_29th_of_february() -> None:
    assert months_later(date(2028, 2, 29), -12) == date(2027, 2, 28)
    assert months_later(date(2028, 2, 29), 24) == date(2030, 2, 28)


def test_a_silence_that_is_over_holds_nothing_back() -> None:
    at = datetime(2027, 1, 5, 11, tzinfo=UTC)
    assert not paused(Rhythm(digest="week", paused_until=at), at)
    assert paused(Rhythm(digest="week", paused_until=datetime(9999, 1, 1, tzinfo=UTC)), at)
    forever = Rhythm(digest="week", paused_until=datetime(9999, 1, 1, tzinfo=UTC))
    assert next_digest(forever, at) is None
