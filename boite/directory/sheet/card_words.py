"""A sheet in a few lines, as the card of a list says it: where, whether it is open, the number to call, its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boite.clock import now
from boite.directory.sheet import opening_words, phrases
from boite.directory.sheet.opening_words import State


def card_words(structure: Mapping[str, Any], point: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the card of a structure says of it and of this reception point, None where it has none.

    `structure`: `phone`, and `ended`, `end` and `ends` as searching gives them (`search_engine.results`).
    One that ended is not said to be open.
    """
    where = dict(point or {})
    lines = phrases.address(where) if where else []
    hours = opening_words.until(where.get("opening_hours", ""), structure["ends"])
    return {
        "ended": phrases.ENDED.get(structure["ended"], ""),
        "announced": phrases.announced(structure["end"], structure["ends"]),
        "place": where.get("name", ""),
        "address": lines,
        "plan": phrases.plan(where.get("latitude"), where.get("longitude"), lines),
        "state": _state("" if structure["ended"] else hours),
        "call": phrases.call(where.get("phone") or structure["phone"]),
        "appointment": phrases.APPOINTMENTS.get(where.get("appointment", ""), ""),
    }


def helpline(territory: Mapping[str, Any]) -> dict[str, Any]:
    """Who to call in a territory, and whether somebody answers now; empty where it has no number."""
    if not territory["help_phone"]:
        return {}
    call = phrases.call(territory["help_phone"])
    return {"name": territory["name"], "call": call, "state": _state(territory["help_hours"])}


def _state(hours: str) -> State | None:
    """None where the hours are not known: a card does not say so."""
    return opening_words.state(hours, now()) if hours else None
