"""What the atelier shows in its components: long names, accents, emoji and extreme figures on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

PAGES = {
    "actions": "Boutons, menus, onglets",
    "champs": "Champs et formulaires",
    "messages": "Messages et repères",
    "papiers": "Papiers, jauge, dépôts",
    "tuiles": "Tuiles et cartes",
    "icones": "Icônes et couleurs",
}

ERRORS = {
    "403": "Action fermée",
    "404": "Page introuvable",
    "409": "Changé entre-temps",
    "413": "Plus de place",
    "422": "À corriger",
    "429": "Trop d’essais",
    "500": "Problème du service",
    "507": "Plus de place dans le service",
    "generic": "Cadre commun",
}


@dataclass(frozen=True, slots=True)
class Heavy:
    """One of the heaviest papers, as the page of a refusal for lack of room lists them; size in bytes."""

    id: int
    name: str
    size: int
    href: str = "#"


HEAVIEST = [
    Heavy(1, "Film de présentation – atelier couture.mp4", 412_000_000),
    Heavy(2, "Photos du chantier école.zip", 96_400_000),
    Heavy(3, "Mémoire de stage.pdf", 18_250_000),
]


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
    Paper(1, "Recherche d’emploi 2026", "folder", ["Dossier", "12 papiers"], folder=True),
    Paper(2, "CV – Inès Lefèvre 🌻.pdf", "cv", ["CV", "184 ko", "3 mai 2026"]),
    Paper(3, "RQTH.pdf", "rights", ["RQTH", "1,2 Mo", "12 mars 2024"], "soon", date(2027, 1, 15)),
    Paper(4, "Carte d’identité (recto et verso).heic", "identity", ["Pièce d’identité"], "valid", date(2034, 5, 3)),
    Paper(5, "Permis B.jpg", "driving", ["Permis", "2,4 Mo"], "past", date(2025, 2, 1)),
    Paper(6, "attestation_de_formation_agent_de_proprete_et_d_hygiene_" * 3 + ".pdf", "certificate", ["845 ko"]),
    Paper(7, "Appeler la mission locale de Pithiviers", "note", ["Note", "il y a 2 jours"]),
    Paper(8, "سيرة ذاتية – Олга.docx", "paper", ["Autre papier", "96 ko"]),
]
