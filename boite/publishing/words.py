"""The words of what every kind has: its stages, its steps, its fields."""

from __future__ import annotations

from boite.publishing.stages import Stage, Step

STAGES = {
    Stage.DRAFT: ("Brouillon", ""),
    Stage.PROPOSED: ("Proposée", "info"),
    Stage.ACCEPTED: ("Acceptée", "success"),
    Stage.SCHEDULED: ("Programmée", "info"),
    Stage.PUBLISHED: ("En ligne", "success"),
    Stage.WITHDRAWN: ("Retirée", "error"),
    Stage.ASIDE: ("Écartée", ""),
}
"""The badge of each stage: its words and its kind."""
SENT_BACK = ("À reprendre", "warning")
SAID = {
    Step.WRITTEN: "Texte enregistré",
    Step.PROPOSED: "Proposée à la coordination",
    Step.TAKEN_BACK: "Reprise pour être modifiée",
    Step.ACCEPTED: "Acceptée",
    Step.SENT_BACK: "Renvoyée",
    Step.SCHEDULED: "Jour de parution choisi",
    Step.UNSCHEDULED: "Jour de parution retiré",
    Step.PUBLISHED: "Mise en ligne",
    Step.PINNED: "Épinglée",
    Step.UNPINNED: "Détachée",
    Step.CORRECTED: "Corrigée",
    Step.CHECKED: "Vérifiée",
    Step.WITHDRAWN: "Retirée du site",
    Step.RESTORED: "Remise en ligne",
    Step.SET_ASIDE: "Écartée",
    Step.RECOVERED: "Reprise",
    Step.LEFT_OUT: "Retirée de la page d'un autre territoire",
}
"""The words of each step, in the history."""
FIELDS = {
    "title": "le titre",
    "summary": "le résumé",
    "body": "le texte",
    "topic": "le thème",
    "territory": "le territoire",
    "places": "les autres territoires",
    "publics": "les publics",
    "picture": "l'image",
    "picture_alt": "la description de l'image",
}
"""The words of the fields that every draft has, for the history. Each kind adds its own."""
WORDS_OF_TEXTS = frozenset({"title", "summary", "body", "link", "transcript", "picture_alt"})
"""The fields whose values the history shows: words, before and after."""
