"""French of numbers, sizes and dates, as template filters."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from boite.clock import PARIS, day_of, now, today
from boite.text.normalise import fold
from boite.text.typed_dates import season

NARROW = "\u202f"
UNBROKEN_HYPHEN = "\u2011"
_HELD = re.compile(r"(?<=«) | (?=»|[?!:;](?:\s|<|$))")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
COUNTS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
SHORT_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def size(value: int) -> str:
    """Bytes in units of a thousand, as the quota counts them: « 1,2 Mo »."""
    if value < 1000:
        return plural(value, "octet")
    power = 1
    while power < 3 and value / 1000**power >= 999.5:
        power += 1
    amount, unit = value / 1000**power, ("ko", "Mo", "Go")[power - 1]
    text = f"{amount:.0f}" if amount >= 100 else f"{amount:.1f}".removesuffix(".0")
    return text.replace(".", ",") + NARROW + unit


def of_fr(name: str) -> str:
    """« d'Orléans », « du Blanc », « des Montils », « de l'Île-Bouchard », « de Tours »."""
    for article, joined in (("Le ", "du "), ("Les ", "des "), ("L'", "de l'"), ("L’", "de l’")):
        if name.startswith(article):
            return joined + name.removeprefix(article)
    return f"d'{name}" if fold(name[:1])[:1] in set("aeiouyh") else f"de {name}"


def around_fr(place: str) -> str:
    """« autour d'Orléans », « autour du Blanc »."""
    return f"autour {of_fr(place)}"


def until_fr(moment: str) -> str:
    """« jusqu'à 17 h », « jusqu'à demain à minuit », « jusqu'au 24 décembre »."""
    return f"jusqu'au {moment.removeprefix('le ')}" if moment.startswith("le ") else f"jusqu'à {moment}"


def date_fr(value: date | datetime) -> str:
    """« 3 mars 2026 »; the first of a month is « 1er »."""
    if isinstance(value, datetime):
        value = day_of(value)
    return f"{day_fr(value)} {value.year}"


def day_fr(value: date) -> str:
    """« 3 mars », « 1er mars »."""
    return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]}"


def weekday_fr(value: date) -> str:
    """« mardi 3 mars », « dimanche 1er mars »."""
    return f"{DAYS[value.weekday()]} {day_fr(value)}"


def hour_fr(value: time) -> str:
    """« 9 h », « 13 h 30 », « minuit »."""
    if value == time():
        return "minuit"
    return f"{value.hour}{NARROW}h" + (f"{NARROW}{value.minute:02}" if value.minute else "")


def distance_fr(kilometres: float | None, *, rough: bool = False) -> str:
    """« à 800 m », « à 3,2 km », « à 12 km »; empty where it is not known. As the crow flies, so never finer.

    `rough` from the middle of a commune: « à moins de 1 km », « à 3 km ».
    """
    if kilometres is None:
        return ""
    if rough:
        return f"à {round(kilometres)}{NARROW}km" if kilometres >= 1 else f"à moins de 1{NARROW}km"
    if kilometres < 0.95:
        return f"à {max(1, round(kilometres * 10)) * 100}{NARROW}m"
    rounded = f"{kilometres:.1f}".removesuffix(".0") if kilometres < 9.95 else f"{kilometres:.0f}"
    return f"à {rounded.replace('.', ',')}{NARROW}km"


def month_short_fr(value: date) -> str:
    """« déc. », « mai »."""
    return SHORT_MONTHS[value.month - 1]


def weekday_short_fr(value: date) -> str:
    """« mer. »."""
    return SHORT_DAYS[value.weekday()]


def month_fr(value: date) -> str:
    """« mars 2026 »."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def datetime_fr(value: datetime) -> str:
    """« 3 mars 2026 à 14 h 05 », « 3 mars 2026 à 9 h »."""
    return f"{date_fr(value)} à {hour_of_day(value)}"


def hour_of_day(value: datetime) -> str:
    """The hour of an instant in France: « 14 h 05 », « 9 h », « minuit »; and which where autumn has it twice."""
    local, which = value.astimezone(PARIS), season(value)
    said = hour_fr(time(local.hour, local.minute))
    return f"{said} ({which})" if which else said


def ago_fr(value: datetime) -> str:
    """« à l'instant », « il y a 5 minutes », « aujourd'hui à 14 h 05 », « hier », else the date."""
    delta = now() - value
    if delta < timedelta(minutes=1):
        return "à l'instant"
    if delta < timedelta(hours=1):
        return f"il y a {plural(int(delta.total_seconds() // 60), 'minute')}"
    day = day_of(value)
    if day == today():
        return f"aujourd'hui à {hour_of_day(value)}"
    return "hier" if day == today() - timedelta(days=1) else date_fr(value)


def typeset(text: str) -> str:
    """French punctuation bound to its word, so that none starts a line. For what is shown, never for what is stored."""
    return _HELD.sub("\u00a0", text)


def unbroken(text: str, example: str) -> str:
    """The example, a handle, held at its hyphen: cut there, it reads as two words. Never for a true handle."""
    return text.replace(example, example.replace("-", UNBROKEN_HYPHEN))


def count_fr(count: int, *, feminine: bool = False) -> str:
    """« une », « trois », up to nine; figures beyond, which one reads faster."""
    if not 0 < count < 10:
        return str(count)
    return "une" if feminine and count == 1 else COUNTS[count - 1]


def sentence_case(text: str) -> str:
    """With a capital at its first letter; the others as they are: « RSA » stays one."""
    return text[:1].upper() + text[1:]


def plural(count: int, word: str, many: str = "") -> str:
    """« 1 papier », « 3 papiers »."""
    return f"{count}{NARROW}{word if count < 2 else many or word + 's'}"


FILTERS = {
    "around_fr": around_fr,
    "count_fr": count_fr,
    "size": size,
    "of_fr": of_fr,
    "date_fr": date_fr,
    "distance_fr": distance_fr,
    "month_fr": month_fr,
    "month_short_fr": month_short_fr,
    "weekday_fr": weekday_fr,
    "weekday_short_fr": weekday_short_fr,
    "datetime_fr": datetime_fr,
    "ago_fr": ago_fr,
    "plural": plural,
    "sentence_case": sentence_case,
    "typeset": typeset,
    "unbroken": unbroken,
}
