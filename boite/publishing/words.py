"""The words of what every kind has: its stages, its steps, its fields."""

from __future__ import annotations

from boite.publishing.nouns import Noun
from boite.publishing.stages import Stage, Step

STAGES = {
    Stage.DRAFT: ("Brouillon", ""),
    Stage.PROPOSED: ("Proposé{e}", "info"),
    Stage.ACCEPTED: ("Accepté{e}", "success"),
    Stage.SCHEDULED: ("Programmé{e}", "info"),
    Stage.PUBLISHED: ("En ligne", "success"),
    Stage.WITHDRAWN: ("Retiré{e}", "error"),
    Stage.ASIDE: ("Écarté{e}", ""),
}
SENT_BACK = ("À reprendre", "warning")
SAID = {
    Step.WRITTEN: "Texte enregistré",
    Step.PROPOSED: "Proposé{e} à la coordination",
    Step.TAKEN_BACK: "Repris{e} pour être modifié{e}",
    Step.ACCEPTED: "Accepté{e}",
    Step.SENT_BACK: "Renvoyé{e}",
    Step.SCHEDULED: "Jour de parution choisi",
    Step.UNSCHEDULED: "Jour de parution retiré",
    Step.PUBLISHED: "Mis{e} en ligne",
    Step.PINNED: "Épinglé{e}",
    Step.UNPINNED: "Détaché{e}",
    Step.CORRECTED: "Corrigé{e}",
    Step.CHECKED: "Vérifié{e}",
    Step.WITHDRAWN: "Retiré{e} du site",
    Step.RESTORED: "Remis{e} en ligne",
    Step.SET_ASIDE: "Écarté{e}",
    Step.RECOVERED: "Repris{e}",
    Step.LEFT_OUT: "Retiré{e} de la page d'un autre territoire",
}


def badge(stage: Stage, noun: Noun) -> tuple[str, str]:
    """The badge of a stage: its words, which agree with what the kind is called, and how it is drawn."""
    words, drawn = STAGES[stage]
    return words.format(e=noun.agrees), drawn


def steps(noun: Noun) -> dict[Step, str]:
    """The words of each step, in the history."""
    return {step: words.format(e=noun.agrees) for step, words in SAID.items()}


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
