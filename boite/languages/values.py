"""What fills a sentence and is said otherwise in each language. Each is its French words, as a string."""

from __future__ import annotations

from datetime import date, datetime, time

from boite.languages.messages import SaidValue
from boite.languages.translated_dates import ago_said, date_said, size_said, span_said, weekday_said
from boite.text import french


class DayValue(SaidValue):
    """« 3 mars 2026 »."""

    __slots__ = ("day",)

    day: date | datetime

    def __new__(cls, day: date | datetime) -> DayValue:
        made = super().__new__(cls, french.date_fr(day))
        made.day = day
        return made

    def said(self) -> str:
        """The day, with the month in words."""
        return date_said(self.day)


class YearlessDayValue(DayValue):
    """« 3 mars » in French, where the year goes without saying; the whole day elsewhere."""

    __slots__ = ()

    def __new__(cls, day: date) -> YearlessDayValue:
        made = SaidValue.__new__(cls, french.day_fr(day))
        made.day = day
        return made


class HourValue(SaidValue):
    """« 17 h 30 », "17:30"."""

    __slots__ = ("hour",)

    hour: time

    def __new__(cls, hour: time) -> HourValue:
        made = super().__new__(cls, french.hour_fr(hour))
        made.hour = hour
        return made

    def said(self) -> str:
        """On twenty-four hours, as clocks of France show it."""
        return f"{self.hour:%H:%M}"


class WeekdayValue(SaidValue):
    """« lundi », from 0 for Monday; « Lundi » where it begins a line."""

    __slots__ = ("first", "number")

    number: int
    first: bool

    def __new__(cls, number: int, *, first: bool = False) -> WeekdayValue:
        made = super().__new__(cls, french.DAYS[number].capitalize() if first else french.DAYS[number])
        made.number, made.first = number, first
        return made

    def said(self) -> str:
        """The day of the week."""
        day = weekday_said(self.number)
        return day[:1].upper() + day[1:] if self.first else day


class SizeValue(SaidValue):
    """« 1,2 Go », of so many bytes."""

    __slots__ = ("bytes",)

    bytes: int

    def __new__(cls, value: int) -> SizeValue:
        made = super().__new__(cls, french.size(value))
        made.bytes = value
        return made

    def said(self) -> str:
        """In units of a thousand."""
        return size_said(self.bytes)


class SpanValue(SaidValue):
    """From one instant to another, with the French words of the domain that knows both."""

    __slots__ = ("begins", "ends")

    begins: datetime
    ends: datetime

    def __new__(cls, words: str, begins: datetime, ends: datetime) -> SpanValue:
        made = super().__new__(cls, words)
        made.begins, made.ends = begins, ends
        return made

    def said(self) -> str:
        """The day and both hours."""
        return span_said(self.begins, self.ends)


class AgoValue(SaidValue):
    """« il y a 5 minutes », « hier », « 3 mars 2026 »."""

    __slots__ = ("at",)

    at: datetime

    def __new__(cls, at: datetime) -> AgoValue:
        made = super().__new__(cls, french.ago_fr(at))
        made.at = at
        return made

    def said(self) -> str:
        """How long ago."""
        return ago_said(self.at)


class FrenchValue(str):
    """What is French whatever the page speaks, such as the title of an event or the name of a structure."""

    __slots__ = ()
