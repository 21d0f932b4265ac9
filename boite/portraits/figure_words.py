"""Figures as French reads them."""

from __future__ import annotations

from boite.portraits.models import UNDATED
from boite.portraits.questions import Unit
from boite.portraits.reckoning import Reckoned
from boite.text.french import NARROW, plural

MINUS = "\u2212"
SIGNED = {Unit.BALANCE, Unit.CHANGE}
SIGNS = {Unit.PERCENT: f"{NARROW}%", Unit.CHANGE: f"{NARROW}%", Unit.EUROS: f"{NARROW}€"}
NO_FIGURE = "Pas de chiffre"


def said(reckoned: Reckoned | None, unit: Unit) -> str:
    """« 303 374 », « 13,6 % », « de 17 610 € à 29 000 € »."""
    if reckoned is None:
        return NO_FIGURE
    low, high = amount(reckoned.low, unit), amount(reckoned.high, unit)
    return low if low == high else f"de {low} à {high}"


def amount(value: float, unit: Unit) -> str:
    """One value, with its sign and its unit."""
    return number(value, decimals(value, unit), signed=unit in SIGNED) + SIGNS.get(unit, "")


def decimals(value: float, unit: Unit) -> int:
    """How many figures after the comma mean something: one for a rate or a small number, none for people."""
    small = unit == Unit.NUMBER and abs(value) < 100
    return 1 if unit in {Unit.PERCENT, Unit.CHANGE} or small else 0


def number(value: float, places: int = 0, *, signed: bool = False) -> str:
    """« 1 234,5 », its thousands apart; with its sign where that is what it says."""
    text = f"{abs(value):,.{places}f}".replace(",", NARROW).replace(".", ",")
    zero = not text.strip(f"0,{NARROW}")
    sign = "" if zero else MINUS if value < 0 else "+" if signed else ""
    return sign + text


def years(reckoned: Reckoned | None) -> str:
    """« 2018 », « de 2013 à 2018 »; nothing for what has no year."""
    if reckoned is None or reckoned.year == UNDATED:
        return ""
    return f"de {reckoned.since} à {reckoned.year}" if reckoned.since else str(reckoned.year)


def reach(reckoned: Reckoned | None) -> str:
    """What a value is known for, where that is not everybody: « 12 communes », « 71 % des ménages »."""
    if reckoned is None:
        return ""
    if reckoned.places:
        return plural(reckoned.places, "commune")
    if reckoned.covers < 0.995:
        return f"connu pour {amount(100 * reckoned.covers, Unit.PERCENT)} des ménages"
    return ""


def part(here: Reckoned | None, region: Reckoned | None, unit: Unit) -> str:
    """« 12,1 % de la région », for what is a part of it in the same year."""
    if unit != Unit.COUNT or here is None or region is None or here.year != region.year or not region.low:
        return ""
    return f"{amount(100 * here.low / region.low, Unit.PERCENT)} de la région"
