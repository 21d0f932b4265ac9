"""How answers are shown: where, how far, when, which number, in French words; in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any

from boite.clock import today
from boite.directory.sheet import opening_words, phrases
from boite.directory.sheet.card_words import card_words
from boite.languages.messages import _, filled, sentences
from boite.languages.values import FrenchValue, WeekdayValue
from boite.orientation.asking.answer_loading import AnsweringStructure
from boite.orientation.asking.bringing import named_in, split_how
from boite.orientation.asking.found_answers import FoundAnswer, Replies, Said
from boite.orientation.asking.near_and_farther import is_far, is_lost, ordered
from boite.orientation.models import AnswerStanding
from boite.text import short_rich_text
from boite.text.french import DAYS
from boite.web.addresses import Addresses

LOST = _("Lieu inconnu")
NOTHING: Mapping[str, str] = MappingProxyType({})


def shown(replies: Replies, url: Addresses, kept: Mapping[str, str]) -> dict[str, Any]:
    """Everything that a page says of the answers, in order. `kept`: where each kind of paper is that a person has."""
    found = ordered(replies.every)
    return {
        "first": card(found.first, url, kept) if found.first else None,
        "others": [card(reply, url, kept) for reply in found.others],
        "farther": [card(reply, url, kept) for reply in found.farther],
        "absent": replies.absent,
    }


def card(
    reply: FoundAnswer, url: Addresses, kept: Mapping[str, str] = NOTHING, *, weekly: bool = True
) -> dict[str, Any]:
    """One answer as its card tells it. `weekly` tells the hours of each day too."""
    sheet = sheet_words(reply.sheet, url, weekly=weekly) if reply.sheet else None
    from_home = _from_home(sheet) if sheet and (is_far(reply) or is_lost(reply)) else ""
    return {
        "main": reply.standing == AnswerStanding.MAIN,
        "name": reply.name,
        "acronym": reply.acronym,
        "says": [_said(said, kept) for said in reply.says],
        "sheet": sheet,
        "from_home": from_home,
        "fact": _fact(reply, sheet, from_home),
    }


def _said(said: Said, kept: Mapping[str, str]) -> dict[str, Any]:
    to_bring, how = split_how(said.how)
    there = [(label, kept[label]) for label in named_in(" ".join(to_bring), kept)]
    return asdict(said) | {"to_bring": to_bring, "there": there, "how": how}


def _from_home(sheet: dict[str, Any]) -> str:
    """How it serves whoever does not go there."""
    return {
        (True, True): _("En ligne ou par téléphone"),
        (True, False): _("En ligne"),
        (False, True): _("Par téléphone"),
        (False, False): "",
    }[bool(sheet["online"]), bool(sheet["call"])]


def _fact(reply: FoundAnswer, sheet: dict[str, Any] | None, from_home: str) -> str:
    """The one line of an answer that is folded: what it brings, whether it is open, how far; from home first."""
    brings = short_rich_text.words(reply.says[0].brings) if reply.says else ""
    state = sheet["state"].words if sheet and sheet["state"] else ""
    return sentences(from_home, FrenchValue(brings), state, sheet["distance_first"] if sheet else "")


def sheet_words(sheet: AnsweringStructure, url: Addresses, *, weekly: bool = True) -> dict[str, Any]:
    """One structure: name, where, how far, when, which number."""
    point = sheet.point
    words = card_words({"phone": sheet.phone, "ended": "", "end": sheet.end, "ends": sheet.ends}, point)
    hours = opening_words.until(point.get("opening_hours", ""), sheet.ends)
    return words | {
        "name": sheet.name,
        "slug": sheet.slug,
        "href": url("directory:sheet", slug=sheet.slug),
        "distance": LOST if sheet.lost else phrases.far(sheet.distance),
        "distance_first": LOST if sheet.lost else phrases.far(sheet.distance, first=True),
        "route": phrases.route(point.get("own_latitude"), point.get("own_longitude"), words["address"]),
        "week": week_lines(hours, today()) if hours and weekly else [],
        "hours_note": point.get("hours_note", ""),
        "email": sheet.email,
        "online": phrases.site(sheet.online),
        "wheelchair": phrases.WHEELCHAIR.get(point.get("wheelchair", ""), ""),
    }


def week_lines(expression: str, day: date) -> list[tuple[str, str]]:
    """Days and hours, the days that are alike on one line: « Du lundi au jeudi », « de 9 h à 17 h »."""
    runs = [
        (hours, [name for name, _hours in days])
        for hours, days in groupby(opening_words.week(expression, day), lambda row: row[1])
    ]
    return [(_days(names), hours) for hours, names in runs]


def _days(names: list[str]) -> str:
    first, last = names[0], _day(names[-1])
    if len(names) > 2:
        return _("Du %(first)s au %(last)s", first=_day(first), last=last)
    first = _day(first, first=True)
    return _("%(first)s et %(last)s", first=first, last=last) if len(names) == 2 else filled("%(day)s", day=first)


def _day(name: str, *, first: bool = False) -> str:
    """A day of every week. A public holiday, named with its date, stays French."""
    if name.lower() in DAYS:
        return WeekdayValue(DAYS.index(name.lower()), first=first)
    return FrenchValue(name if first else name.lower())
