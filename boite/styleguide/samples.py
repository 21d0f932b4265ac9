"""What the atelier shows in its components: long names, accents, emoji and extreme figures on purpose."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from boite.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, TooMany
from boite.files.quota import QuotaExceeded

PAGES = {
    "actions": "Boutons, menus, onglets",
    "champs": "Champs et formulaires",
    "messages": "Messages et repères",
    "papiers": "Papiers, jauge, dépôts",
    "tuiles": "Tuiles et cartes",
    "icones": "Icônes et couleurs",
}

HEAVIEST = [
    {
        "id": UUID(int=1),
        "name": "Film de présentation – atelier couture.mp4",
        "discard_id": None,
        "weight": 412_000_000,
    },
    {"id": UUID(int=2), "name": "Photos du chantier école.zip", "discard_id": UUID(int=9), "weight": 96_400_000},
    {"id": UUID(int=3), "name": "Mémoire de stage.pdf", "discard_id": None, "weight": 18_250_000},
]


class Refused(NamedTuple):
    """One page of refusal: its name in the list, and what `web/errors.py` would give it."""

    label: str
    error: Refusal | None = None

    @property
    def context(self) -> dict[str, Any]:
        """The variables of the template."""
        return {"message": self.error.message if self.error else "", "error": self.error}


ERRORS = {
    "403": Refused("Action fermée", Forbidden()),
    "404": Refused("Page introuvable", NotFound()),
    "409": Refused("Changé entre-temps", Conflict("Ce papier vient d'être déplacé sur un autre appareil.")),
    "413": Refused("Plus de place", QuotaExceeded(120_000_000, 36_700_000, HEAVIEST)),
    "422": Refused("À corriger", Invalid(fields={"name": "Donnez un nom à ce dossier."})),
    "429": Refused("Trop d'essais", TooMany(seconds=240)),
    "500": Refused("Problème du service"),
    "507": Refused("Plus de place dans le service"),
    "generic": Refused("Cadre commun"),
}


class Paper(NamedTuple):
    """One line of the list of papers: `facts` are shown as they are, `state` and `until` say its validity."""

    id: int
    name: str
    icon: str
    facts: list[str]
    state: str = ""
    until: date | None = None
    folder: bool = False


PAPERS = [
    Paper(1, "Recherche d'emploi 2026", "folder", ["Dossier", "12 papiers"], folder=True),
    Paper(2, "CV – Inès Lefèvre 🌻.pdf", "cv", ["CV", "184 ko", "3 mai 2026"]),
    Paper(3, "RQTH.pdf", "rights", ["RQTH", "1,2 Mo", "12 mars 2024"], "soon", date(2027, 1, 15)),
    Paper(4, "Carte d'identité (recto et verso).heic", "identity", ["Pièce d'identité"], "valid", date(2034, 5, 3)),
    Paper(5, "Permis B.jpg", "driving", ["Permis", "2,4 Mo"], "past", date(2025, 2, 1)),
    Paper(6, "attestation_de_formation_agent_de_proprete_et_d_hygiene_" * 3 + ".pdf", "certificate", ["845 ko"]),
    Paper(7, "Appeler la mission locale de Pithiviers", "note", ["Note", "il y a 2 jours"]),
    Paper(8, "سيرة ذاتية – Олга.docx", "paper", ["Autre papier", "96 ko"]),
]
