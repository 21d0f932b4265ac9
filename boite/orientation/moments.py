"""The moments of life under which questions are grouped, in the order shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: its code, its everyday words, its picture."""

    code: str
    label: str
    icon: str


MOMENTS = (
    Moment("scolarite", "À l'école, au collège, au lycée", "school"),
    Moment("decrochage", "J'ai arrêté l'école", "undo"),
    Moment("metier", "Choisir un métier", "project"),
    Moment("formation", "Me former", "diploma"),
    Moment("emploi", "Chercher un travail", "search"),
    Moment("travail", "Je travaille et je veux changer", "work"),
    Moment("creation", "Créer mon activité", "application"),
    Moment("handicap", "Handicap et santé", "rights"),
    Moment("quotidien", "Logement, transport, argent, droits", "home"),
    Moment("bases", "Français, lecture, numérique", "note"),
)
BY_CODE = {moment.code: moment for moment in MOMENTS}
