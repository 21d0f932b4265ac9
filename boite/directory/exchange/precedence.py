"""When a file may change a sheet: never over what a person, or a more recent file, said since."""

from __future__ import annotations

from datetime import date

from boite.clock import day_of, now
from boite.directory.sheet.structure_rows import Structure
from boite.text.french import date_fr


def edited_day(row: Structure) -> date | None:
    """The day in France when a person last changed it."""
    return day_of(row.edited_at) if row.edited_at else None


def protection(row: Structure, dated: date, imported: date | None) -> str:
    """Why a line of this date changes nothing here; empty where it may.

    A date has no hour: on the same day, what the person wrote stays. `imported` is the date of the former import.
    """
    edited = edited_day(row)
    if edited and edited >= dated:
        return f"Tenue par une personne depuis le {date_fr(edited)} ; le fichier date du {date_fr(dated)}."
    if imported and dated < imported:
        return f"Le fichier date du {date_fr(dated)} ; un fichier plus récent, du {date_fr(imported)}, est déjà passé."
    return ""


def overridden(row: Structure, dated: date) -> str:
    """What to say where a more recent file changes what a person once wrote; empty where nobody did."""
    edited = edited_day(row)
    if edited and edited < dated:
        return f"Une personne avait modifié cette fiche le {date_fr(edited)} : le fichier est plus récent."
    return ""


def shown_date(row: Structure) -> date:
    """The date that an export gives to a sheet: the last time that its producer or a person said something.

    Never after the day in UTC: the schema refuses a date to come, and between midnight in France and midnight in UTC
    a program elsewhere would take ours for one.
    """
    known = [day for day in (row.source_date, edited_day(row)) if day]
    found = max(known) if known else day_of(row.changed_at)
    return min(found, now().date())
