"""Days and hours as people write them: in France, summer and winter. Kept as instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from boite.clock import PARIS, day_of
from boite.errors import Invalid

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Calendars and databases break at the ends of what Python can write; nobody living means these."""
SKIPPED = "Cette heure n'existe pas ce jour-là : on passe à l'heure d'été."


def instant(
    day: date, hour: time, field: str, *, after: datetime | None = None, kept: datetime | None = None
) -> datetime:
    """The instant of this hour in France. Raises Invalid (named `field`) for the hour that spring skips.

    In autumn an hour comes twice: the one `kept` until now where a form says the same again; else the first one,
    unless it is not after `after` (the start of what ends then; now).
    """
    if kept is not None and (after is None or kept > after):
        shown = kept.astimezone(PARIS)
        if (day_of(kept), shown.hour, shown.minute) == (day, hour.hour, hour.minute):
            return kept
    local = datetime.combine(day, hour, tzinfo=PARIS)
    there = local.astimezone(UTC)
    if there.astimezone(PARIS).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Invalid(fields={field: SKIPPED})
    if after is not None and there <= after:
        return local.replace(fold=1).astimezone(UTC)
    return there


def season(at: datetime) -> str:
    """« heure d'été », « heure d'hiver » for the hour that autumn doubles; nothing for any other."""
    local = at.astimezone(PARIS)
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return "heure d'hiver" if local.fold else "heure d'été"


def read_day(text: str, field: str) -> date | None:
    """A day as browsers send it (2026-11-23); None where empty. Raises Invalid (named `field`), also of a far year."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(fields={field: "Écrivez une date : jour, mois, année."}) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(fields={field: f"Écrivez une année entre {FIRST_YEAR} et {LAST_YEAR}."})
    return day


def read_hour(text: str, field: str) -> time | None:
    """« 14:30 » as browsers send it, « 14h30 », « 14 h », « 9 » as people type it; None where empty. Raises Invalid."""
    plain = text.lower().replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace("h", ":").rstrip(":")
    if not plain:
        return None
    hour, _, minutes = plain.partition(":")
    try:
        return time(int(hour), int(minutes or 0))
    except ValueError as error:
        raise Invalid(fields={field: "Écrivez une heure, par exemple 14:30."}) from error
