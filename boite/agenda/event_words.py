"""An event in French: when, how many seats, for whom, where."""

from __future__ import annotations

from datetime import date, timedelta

from boite.agenda.models import Event, EventKind, Registering
from boite.clock import day_of, today
from boite.directory.models import Wheelchair
from boite.directory.sheet.publics import LABELS
from boite.text.french import hour_of_day, month_fr, weekday_fr

KINDS = {
    EventKind.FORUM: "Forum",
    EventKind.WORKSHOP: "Atelier",
    EventKind.OPEN_DAY: "Portes ouvertes",
    EventKind.MEETING: "Information collective",
    EventKind.DROP_IN: "Permanence",
    EventKind.VISIT: "Visite",
    EventKind.RECRUITING: "Rencontre avec des employeurs",
    EventKind.OTHER: "Autre événement",
}
WHEELCHAIR = {
    Wheelchair.YES: "Accessible en fauteuil roulant",
    Wheelchair.PARTLY: "Accessible en partie en fauteuil roulant",
    Wheelchair.NO: "Pas accessible en fauteuil roulant",
}


def day_words(day: date, *, year: bool = True) -> str:
    """« mardi 3 mars 2026 », « dimanche 1er mars »."""
    return weekday_fr(day) + (f" {day.year}" if year else "")


def hours(event: Event) -> str:
    """« de 14 h à 16 h 30 »; the whole dates where it lasts several days."""
    begins, ends = hour_of_day(event.begins_at), hour_of_day(event.ends_at)
    if day_of(event.begins_at) == day_of(event.ends_at):
        return f"de {begins} à {ends}"
    return f"à {begins}, jusqu'au {day_words(day_of(event.ends_at))} à {ends}"


def when(event: Event) -> str:
    """« mardi 3 mars 2026, de 14 h à 16 h 30 »."""
    return f"{day_words(day_of(event.begins_at))}, {hours(event)}"


def near(day: date) -> str:
    """« aujourd'hui », « demain », else nothing."""
    return {today(): "aujourd'hui", today() + timedelta(days=1): "demain"}.get(day, "")


def month_words(month: str) -> str:
    """`2026-03` as « mars 2026 »."""
    return month_fr(date.fromisoformat(f"{month}-01"))


def seats(event: Event) -> str:
    """What is left, in words."""
    if event.cancelled_at is not None:
        return "Cet événement est annulé."
    if event.over:
        return "Cet événement est passé."
    if event.registering == Registering.NONE:
        return "Sans inscription : venez quand vous voulez."
    if not event.open:
        return "Les inscriptions sont closes."
    left = event.seats_left
    if left is None:
        return "Il y a de la place. L'inscription est ouverte."
    if left == 0:
        return "C'est complet. Vous pouvez vous mettre sur la liste d'attente."
    return "Il reste une place." if left == 1 else f"Il reste {left} places sur {event.capacity}."


def state(event: Event) -> tuple[str, str]:
    """What a line of the list says of an event at its end, in few words, and its tone (« good », « bad » or none)."""
    if event.cancelled_at is not None:
        return "Annulé", "bad"
    if event.over:
        return "Passé", ""
    if event.registering == Registering.NONE:
        return "Entrée libre", ""
    left = event.seats_left
    if not event.open:
        return "Inscriptions closes", ""
    if left is None:
        return "Sur inscription", ""
    if left == 0:
        return "Complet, liste d'attente", ""
    return ("1 place" if left == 1 else f"{left} places"), "good"


def publics(event: Event) -> list[str]:
    """For whom, a line by public, or everybody."""
    return [LABELS[code] for code in event.publics if code in LABELS] or ["Tout le monde"]


def where(event: Event) -> str:
    """The place on one line."""
    return ", ".join(filter(None, (event.place, event.address, event.city))) or ("En ligne" if event.online else "")


FORM = {
    "title": "Titre",
    "kind": "Genre",
    "territory": "Territoire",
    "organiser": "Organisateur",
    "summary": "En une phrase",
    "description": "Ce qu'on y fait",
    "begins_on": "Jour du début",
    "begins_time": "Heure du début",
    "ends_on": "Jour de la fin",
    "ends_time": "Heure de la fin",
    "place": "Lieu",
    "address": "Adresse",
    "city": "Commune",
    "wheelchair": "En fauteuil roulant",
    "accessibility": "Ce qui aide à venir",
    "online": "Lien pour suivre de chez soi",
    "picture": "Image",
    "picture_alt": "Ce que montre l'image",
    "publics": "Pour qui",
    "registering": "Inscription",
    "capacity": "Nombre de places",
    "until_on": "Dernier jour pour s'inscrire",
    "until_time": "Dernière heure pour s'inscrire",
}
"""The fields of the form, as the page where two people meet names them."""
REGISTERING = [("sans", "Non, on vient librement"), ("ouverte", "Oui, on s'inscrit ici")]
FIELDS = {
    "territory_id": "Territoire",
    "organiser_id": "Organisateur",
    "kind": "Genre",
    "title": "Titre",
    "summary": "Phrase",
    "description": "Description",
    "picture": "Image",
    "picture_alt": "Ce que montre l'image",
    "begins_at": "Début",
    "ends_at": "Fin",
    "place": "Lieu",
    "address": "Adresse",
    "city": "Commune",
    "commune_id": "Code de la commune",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "wheelchair": "Fauteuil roulant",
    "accessibility": "Accès",
    "online": "Lien",
    "publics": "Publics",
    "registering": "Inscription",
    "registering_until": "Fin des inscriptions",
    "capacity": "Places",
}
"""The columns that a professional changes, as the history names them."""
