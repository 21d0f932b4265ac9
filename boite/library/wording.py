"""The words and signs of what a resource is: its kind, its level of reading, its steps."""

from __future__ import annotations

from dataclasses import dataclass

from boite.library.models import Level, LinkState, ResourceKind
from boite.publishing import words


@dataclass(frozen=True, slots=True)
class KindWords:
    """How one kind is named: alone, in a list of several, with an article; its sign; what one does with it."""

    label: str
    several: str
    one: str
    icon: str
    verb: str


KINDS: dict[str, KindWords] = {
    ResourceKind.DOCUMENT: KindWords("Document", "Documents", "un document", "paper", "Ouvrir le document"),
    ResourceKind.LINK: KindWords("Lien", "Liens", "un lien", "web", "Ouvrir la page"),
    ResourceKind.VIDEO: KindWords("Vidéo", "Vidéos", "une vidéo", "video", "Regarder"),
    ResourceKind.AUDIO: KindWords("Audio", "Sons", "un son", "audio", "Écouter"),
}
LEVELS: dict[str, str] = {Level.EASY: "Facile à lire", Level.COMMON: "Courant", Level.ADVANCED: "Avancé"}
LEVEL_HINTS: dict[str, str] = {
    Level.EASY: "Des phrases courtes, des mots de tous les jours.",
    Level.COMMON: "Un texte ordinaire.",
    Level.ADVANCED: "Des mots de métier ou de droit.",
}
FIELDS = {
    **words.FIELDS,
    "level": "le niveau de lecture",
    "language": "la langue",
    "jobs": "les métiers",
    "link": "l'adresse",
    "node": "le fichier",
    "subtitles": "les sous-titres",
    "transcript": "la transcription",
}
"""The words of each field, for the history."""
LINKS = {
    LinkState.UNKNOWN: ("Lien pas encore essayé", ""),
    LinkState.ALIVE: ("Le lien répond", "success"),
    LinkState.MOVED: ("Le lien a changé d'adresse", "warning"),
    LinkState.FAILING: ("Le lien ne répond pas", "warning"),
    LinkState.DEAD: ("Lien mort", "error"),
}
"""The badge of each state of a link."""
