"""What the pages of one kind of publication say, at the desk and to readers: made from its noun, and its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from boite.publishing.nouns import Noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of both desk and readers' pages."""

    mine: str
    """« Mes articles »."""
    one: str
    """« l'actualité »."""
    add: str
    add_icon: str = "edit"
    queue: str = "À valider"
    none: tuple[str, str]
    """Where somebody wrote nothing: a title and a sentence."""
    nothing_waits: str
    as_readers: str
    counted: str = "lecture"
    """One of them; several take an s."""
    edit: str = "Modifier le texte"
    readers: str
    """The title of the list."""
    search: str
    hint: str = ""
    everything: str
    """The link to the whole list; `all` where the sentence before it is short."""
    all: str
    nearest: str
    """What comes before « n'a tous ces mots »."""
    nothing: str
    other_words: str = "Essayez un autre mot."
    manage: str
    agrees: str
    """The end of a participle: corrigé« e »."""

    @classmethod
    def of(cls, noun: Noun, **own: Any) -> Self:
        """The words of this kind, and those that are its own."""
        said = {
            "mine": f"Mes {noun.several}",
            "one": noun.the,
            "add": f"Écrire {noun.one}",
            "none": (f"Auc{noun.one}", f"Vos brouillons et vos {noun.several} se rangeront ici."),
            "nothing_waits": f"Les {noun.several} proposé{noun.agrees}s viendront ici.",
            "as_readers": f"Voir les {noun.several} comme les lecteurs",
            "readers": noun.several.capitalize(),
            "search": f"Chercher {noun.one}",
            "everything": f"Voir {noun.all}",
            "all": noun.all.capitalize(),
            "nearest": f"Auc{noun.one}",
            "nothing": f"Pas {noun.of} pour ce choix",
            "manage": f"Gérer {noun.this}",
            "agrees": noun.agrees,
        }
        return cls(**said | own)
