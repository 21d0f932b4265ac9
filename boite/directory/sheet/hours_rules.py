"""The rules of an `opening_hours` expression, made so that the library that reads them can follow."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

LONGEST = 500
"""Most characters of an expression."""
DOUBT = "PH unknown"
"""Hours that say nothing of public holidays leave us in doubt on those days."""
SINCE, UNTIL = date(2020, 1, 1), date(2045, 1, 1)
"""The public holidays that « PH Su » stands for: the library cannot say « those that are Sundays »."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TYPESET = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("\u00a0\u202f\u2009\u200b", " ")}
)
"""What word processors write instead of a hyphen, of a straight quote and of a space."""
_QUOTED = re.compile(r'"[^"]*"')
_OTHERWISE = re.compile(r'(\|\|)(?=(?:[^"]*"[^"]*")*[^"]*$)')
"""What comes before a last resort, outside comments."""
_ADDED = re.compile(r',\s+(?=[A-Z"])(?=(?:[^"]*"[^"]*")*[^"]*$)')
"""A comma before another rule (« Mo-Fr 09:00-12:00, Sa … »), outside comments."""
_TIMED = re.compile(r"\d:\d\d|\d\+|24/7|sunrise|sunset|dawn|dusk")
_JUDGED = re.compile(r"\b(?:off|closed|open|unknown)\b")
_OFF = re.compile(r"\b(?:off|closed)\b")
_SCHOOL = re.compile(r"\bSH\b")
_SCHOOL_AMONG = re.compile(r"\bSH\s*,\s*|\s*,\s*SH\b")
_DAY = rf"(?:\d{{4}}\s+)?(?:(?:{'|'.join(MONTHS)})\s+\d{{1,2}}(?!\d|:)|easter(?:\s*[+-]\d+\s+days?)?)"
_ONE_DAY = re.compile(rf"\s*{_DAY}(?:\s*,\s*{_DAY})*(?!\s*[-+])", re.ASCII)
"""Days named one by one: « Dec 25 », « 2026 Nov 11 », « easter +1 day ». A season is none."""
_HOLIDAYS_OF_WEEK = re.compile(r"^\s*PH\s+((?:Mo|Tu|We|Th|Fr|Sa|Su)\b[A-Za-z,\-]*)")


def regular(text: str) -> str:
    """The same without what a word processor made of it, and without needless spaces."""
    return " ".join(text.translate(_TYPESET).split())


def until(expression: str, first_closed: date | None) -> str:
    """These hours until that day, from which it never opens again; as they are where it is not known."""
    if not expression or first_closed is None:
        return expression
    never = f"{first_closed.year} {MONTHS[first_closed.month - 1]} {first_closed.day:02}+ off"
    # The end of what is too long would be cut off, and nothing be read of it.
    return f"{expression}; {never}" if len(expression) + len(never) + 2 <= LONGEST else expression


def rules(expression: str) -> list[str]:
    """The rules of an expression: what stands between semicolons, comments apart."""
    return [rule.strip() for rule in re.findall(r'(?:"[^"]*"|[^;])+', expression) if rule.strip()]


def is_of_school(rule: str) -> bool:
    """Whether a rule is about school holidays."""
    return bool(_SCHOOL.search(_bare(rule)))


def _bare(text: str) -> str:
    return _QUOTED.sub("", text)


def readable(expression: str) -> tuple[str, str]:
    """The expression as the library can follow it; and the same, which doubts of public holidays it does not tell of.

    The library knows nothing of school holidays, and reads `SH Mo-Fr` as « school holidays or weekdays »: such rules
    are left out here and told by `opening.notes`. A comment without hours says nothing of when it is open.
    """
    told = [_of_some_holidays(_SCHOOL_AMONG.sub("", rule)) for rule in rules(regular(expression))]
    kept = [_commented(rule) for rule in told if not is_of_school(rule)]
    text = "; ".join(kept)
    silent = kept and not re.search(r"\bPH\b|24/7", _bare(regular(expression)))
    return text, "; ".join(_doubtful(kept)) if silent else text


def _doubtful(kept: list[str]) -> list[str]:
    """Days off and hours told of one day win over the doubt: it comes before them, whatever their order."""
    last = max((number for number, rule in enumerate(kept) if not _wins(rule)), default=-1) + 1
    usual = kept[:last]
    if usual and "||" in _bare(usual[-1]):  # what follows « or else » would no longer be a last resort
        told, *otherwise = _OTHERWISE.split(usual[-1])
        usual[-1] = f"{told}; {DOUBT} {''.join(otherwise)}"
    else:
        usual.append(DOUBT)
    return [*usual, *(rule for rule in kept[:last] if _ONE_DAY.match(rule)), *kept[last:]]


def _wins(rule: str) -> bool:
    bare = _bare(rule)
    return "||" not in bare and bool(_OFF.search(bare) or _ONE_DAY.match(bare))


def _commented(rule: str) -> str:
    """Where a comment stands alone, « sur rendez-vous », whether it is open is not known."""
    return "".join(part if part == "||" else _unsure(part) for part in _OTHERWISE.split(rule))


def _unsure(text: str) -> str:
    return ", ".join(_unsure_rule(part) for part in _ADDED.split(text))


def _unsure_rule(text: str) -> str:
    bare, comment = _bare(text), _QUOTED.search(text)
    if comment is None or _TIMED.search(bare) or _JUDGED.search(bare):
        return text
    return f"{text[: comment.start()]}unknown {text[comment.start() :]}"


def _of_some_holidays(rule: str) -> str:
    """« PH Su off »: the public holidays that are Sundays, one by one."""
    found = _HOLIDAYS_OF_WEEK.match(rule)
    days = found and ",".join(f"{day.year} {MONTHS[day.month - 1]} {day.day:02}" for day in _holidays(found[1]))
    return f"{days}{rule[found.end() :]}" if found and days else rule


@lru_cache(maxsize=64)
def _holidays(days: str) -> tuple[date, ...]:
    """The public holidays that are one of these days of the week (« Mo-Fr,Su »)."""
    wanted: set[int] = set()
    for part in days.split(","):
        first, _, last = part.partition("-")
        if first not in WEEK or (last or first) not in WEEK:
            return ()
        start, length = WEEK.index(first), (WEEK.index(last or first) - WEEK.index(first)) % 7
        wanted.update((start + step) % 7 for step in range(length + 1))
    return tuple(day for day in _every_holiday() if day.weekday() in wanted)


@lru_cache(maxsize=1)
def _every_holiday() -> tuple[date, ...]:
    from opening_hours import OpeningHours  # imported here: it takes 17 ms to load

    hours = OpeningHours("PH", country="FR")
    found = []
    for begin, end, kind, _ in hours.intervals(datetime.combine(SINCE, time()), datetime.combine(UNTIL, time())):
        if str(kind) == "open" and end is not None:  # two holidays may touch: 8 May and Ascension
            found += [begin.date() + timedelta(days=number) for number in range((end - begin).days)]
    return tuple(found)
