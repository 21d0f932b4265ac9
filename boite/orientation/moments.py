"""The moments of life under which questions are grouped, in the order shown."""

from __future__ import annotations

from dataclasses import dataclass

from boite.languages.messages import _


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: its code, its everyday words, its picture."""

    code: str
    label: str
    icon: str


MOMENTS = (
    Moment("scolarite", _("À l'école, au collège, au lycée"), "school"),
    Moment("decrochage", _("J'ai arrêté l'école"), "undo"),
    Moment("metier", _("Choisir un métier"), "project"),
    Moment("formation", _("Me former"), "diploma"),
    Moment("emploi", _("Chercher un travail"), "search"),
    Moment("travail", _("Je travaille et je veux changer"), "work"),
    Moment("creation", _("Créer mon activité"), "application"),
    Moment("handicap", _("Handicap et santé"), "rights"),
    Moment("quotidien", _("Logement, transport, argent, droits"), "home"),
    Moment("bases", _("Français, lecture, numérique"), "note"),
)
BY_CODE = {moment.code: moment for moment in MOMENTS}
