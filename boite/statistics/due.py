"""What is due: months that are over, quarters that close, years, and facts that are old enough to lose their keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from boite.clock import PARIS, day_of, months_later, now, today
from boite.database.connection import fetch
from boite.database.rows import typed
from boite.settings import Settings
from boite.statistics import facts, periods
from boite.statistics.keys import forget_refused
from boite.statistics.models import StatPeriod
from boite.statistics.periods import CountedPeriod, PeriodKind
from boite.statistics.publication import publish_month, publish_quarter, publish_year, told_of
from storage.store import BlobStore

LATE_DAYS = 15
"""Days after a quarter during which what comes late is still taken in."""
MOST_MONTHS = 36
"""How far back the first figures go, at most: no further than the journal."""
KEYS_MONTHS = 12
"""Months after a school year during which its facts keep their keys."""
AHEAD = timedelta(hours=1)
"""Two servers never agree to the second: below this, a figure of the future says nothing of a clock."""
BEHIND = (
    "L'horloge de ce serveur ({now}) est avant la dernière parution de chiffres ({last}). Rien de nouveau n'est publié,"
    " rien n'est retiré. Mettez l'horloge à l'heure (docs/secret-statistique.md)."
)


class ClockBehind(Exception):
    """Figures were published at an instant that has not come: one of the two clocks is wrong. Said to the operator."""


async def publish_due(settings: Settings, store: BlobStore) -> int:
    """Publish the next period that is due (a chore). Returns 1 where it did something: there may be more at once.

    Raises SecretLost, and publishes nothing, where the secret is not the one of the published figures; ClockBehind
    where the clock is before them.
    """
    await forget_refused()
    published = await _published()
    day = today()
    opened, readable = await _first_account(), _oldest_readable(day, settings)
    first = await _first_month(published, opened, readable)
    if first is None:
        return 0
    for month in _each(first, PeriodKind.MONTH, day):
        if month not in published and (month >= readable or await facts.noted(month)):
            await facts.note_month(month)
            return int(await publish_month(month))
    for quarter in _each(periods.quarter(first.begins), PeriodKind.QUARTER, day - timedelta(days=LATE_DAYS)):
        if quarter not in published and _whole(quarter, published, opened):
            return int(await _close(quarter, [month for month in quarter.months if month in published]))
    for year in _years(first.begins, day):
        last = periods.quarter(year.months[-1].begins)
        if year not in published and last in published and _whole(year, published, opened):
            return int(await publish_year(year))
    return await _collapse(day)


async def _published() -> set[CountedPeriod]:
    """The periods that are published. Raises ClockBehind: a server may start long before it knows what day it is."""
    rows = await StatPeriod.all()
    instant = now()  # read after them: another worker may have published meanwhile
    last = max((row.closed_at or row.published_at for row in rows), default=instant)
    if last > instant + AHEAD:
        raise ClockBehind(BEHIND.format(now=_told(instant), last=_told(last)))
    return {period for row in rows if (period := periods.read(row.code))}


def _told(instant: datetime) -> str:
    return instant.astimezone(PARIS).strftime("%d/%m/%Y %H:%M")


async def _close(quarter: CountedPeriod, months: list[CountedPeriod]) -> bool:
    for month in months:
        await facts.note_month(month, await told_of(month))
    return await publish_quarter(quarter, months)


async def _first_account() -> CountedPeriod | None:
    """The month in which the oldest account was opened."""
    rows = await fetch("SELECT MIN(created_at) AS first FROM account_user WHERE role <> 'group'")
    first = typed(rows[0]["first"], datetime)
    return periods.month(day_of(first)) if first else None


def _oldest_readable(day: date, settings: Settings) -> CountedPeriod:
    """The oldest month whose sign-ins are all in the journal, which keeps them for some months; always the last one."""
    kept = min(MOST_MONTHS, settings.journal_months)
    whole = CountedPeriod(periods.month(months_later(day, -kept)).ends, PeriodKind.MONTH)
    return min(whole, periods.month(day).previous)


async def _first_month(
    published: Collection[CountedPeriod], opened: CountedPeriod | None, readable: CountedPeriod
) -> CountedPeriod | None:
    """The oldest that was ever counted; before there is one, that of the oldest account, as far as the journal goes."""
    counted = [each for each in published if each.kind == PeriodKind.MONTH]
    if noted := await facts.oldest_month():
        counted.append(noted)
    return min(counted) if counted else opened and max(opened, readable)


def _whole(period: CountedPeriod, published: Collection[CountedPeriod], opened: CountedPeriod | None) -> bool:
    """Whether all its months were counted, but those before the very first account: else its figures would be false."""
    first = min(each for each in published if each.kind == PeriodKind.MONTH)
    missing = [month for month in period.months if month not in published]
    return not missing or (first == opened and missing[-1] < first)


def _each(first: CountedPeriod, kind: PeriodKind, day: date) -> Iterator[CountedPeriod]:
    """The periods of a kind from the first one on, as long as they are over on a day."""
    period = first
    while period.ends <= day:
        yield period
        period = CountedPeriod(period.ends, kind)


def _years(first: date, day: date) -> Iterator[CountedPeriod]:
    yield from _each(periods.school_year(first), PeriodKind.SCHOOL_YEAR, day)
    yield from _each(periods.year(first), PeriodKind.YEAR, day)


async def _collapse(day: date) -> int:
    oldest = await facts.oldest_month()
    if oldest is None or months_later(periods.school_year(oldest.begins).ends, KEYS_MONTHS) > day:
        return 0
    await facts.collapse(oldest)
    return 1
