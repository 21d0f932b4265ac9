"""Sizes, days and moments in the language spoken now. French ones are those of `boite.text.french`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from boite.clock import PARIS, day_of, now, today
from boite.languages.messages import _, counted, translated
from boite.languages.offered import FRENCH
from boite.languages.spoken import spoken
from boite.text import french


def size_said(value: int) -> str:
    """« 1,2 Go », "1.2 GB"."""
    said = french.size(value)
    if spoken() is FRENCH:
        return said
    amount, unit = said.split(french.NARROW)
    return f"{amount.replace(',', '.')}\u00a0{translated(unit) or unit}"


def date_said(value: date | datetime) -> str:
    """« 3 mars 2026 », in the words of the language: the order is the same in ours."""
    if spoken() is FRENCH:
        return french.date_fr(value)
    day = day_of(value) if isinstance(value, datetime) else value
    month = french.MONTHS[day.month - 1]
    return f"{day.day} {translated(month) or month} {day.year}"


def weekday_said(number: int) -> str:
    """« lundi », "Monday", from 0 for Monday."""
    day = french.DAYS[number]
    return day if spoken() is FRENCH else translated(day) or day


def span_said(begins: datetime, ends: datetime) -> str:
    """ "3 March 2026, 14:00–16:30"; both days where there are two. For French, the words of its domain."""
    first, last = (value.astimezone(PARIS) for value in (begins, ends))
    until = f"{last:%H:%M}" if day_of(begins) == day_of(ends) else datetime_said(ends)
    return f"{date_said(begins)}, {first:%H:%M} – {until}"


def datetime_said(value: datetime) -> str:
    """« 3 mars 2026 à 14 h 05 », "3 March 2026, 14:05"."""
    if spoken() is FRENCH:
        return french.datetime_fr(value)
    return f"{date_said(value)}, {value.astimezone(PARIS):%H:%M}"


def ago_said(value: datetime) -> str:
    """« il y a 5 minutes », « aujourd'hui à 14 h 05 », « hier », else the date."""
    if spoken() is FRENCH:
        return french.ago_fr(value)
    said = _ago(now() - value, value)
    return (translated(said) or said) if said else date_said(value)


def _ago(delta: timedelta, value: datetime) -> str:
    if delta < timedelta(minutes=1):
        return _("à l'instant")
    if delta < timedelta(hours=1):
        return counted("il y a %(num)s minute", "il y a %(num)s minutes", int(delta.total_seconds() // 60))
    if day_of(value) == today():
        hour = value.astimezone(PARIS).strftime("%H:%M")
        return _("aujourd'hui à %(hour)s", hour=hour)
    return _("hier") if day_of(value) == today() - timedelta(days=1) else ""
