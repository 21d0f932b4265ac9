"""What the atelier shows in its components: long names, accents, emoji and extreme figures on purpose."""

from __future__ import annotations

from datetime import UTC, date, datetime
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
    "lignes": "Lignes, étiquettes, vignettes",
    "filtres": "Filtres",
    "annuaire": "Annuaire",
    "courriels": "Courriels",
    "prevenir": "Messages du service",
    "icones": "Icônes et couleurs",
}

DAYS = (date(2026, 12, 11), date(2026, 12, 2))
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


class RefusalSample(NamedTuple):
    """One page of refusal: its name in the list, and what `web/errors.py` would give it."""

    label: str
    error: Refusal | None = None

    @property
    def context(self) -> dict[str, Any]:
        """The variables of the template."""
        return {"message": self.error.message if self.error else "", "error": self.error}


ERRORS = {
    "403": RefusalSample("Action fermée", Forbidden()),
    "404": RefusalSample("Page introuvable", NotFound()),
    "409": RefusalSample("Changé entre-temps", Conflict("Ce papier vient d'être déplacé sur un autre appareil.")),
    "413": RefusalSample("Plus de place", QuotaExceeded(120_000_000, 36_700_000, HEAVIEST)),
    "422": RefusalSample("À corriger", Invalid(fields={"name": "Donnez un nom à ce dossier."})),
    "429": RefusalSample("Trop d'essais", TooMany(seconds=240)),
    "500": RefusalSample("Problème du service"),
    "507": RefusalSample("Plus de place dans le service"),
    "generic": RefusalSample("Cadre commun"),
}


CHANGED = datetime(2026, 11, 3, 9, tzinfo=UTC)


def _row(number: int, name: str, icon: str, facts: str, validity: str = "", **more: Any) -> dict[str, Any]:
    """One line of the list of papers, as files/presenting.py makes them."""
    usual = {
        "folder": icon == "folder",
        "thumb": "",
        "valid_until": None,
        "href": "#",
        "changed_at": CHANGED,
        "bare": name.rsplit(".", 1)[0],
    }
    return usual | {"id": number, "name": name, "icon": icon, "facts": facts, "validity": validity} | more


PAPERS = [
    _row(1, "Recherche d'emploi 2026", "folder", "Dossier · 12 papiers"),
    _row(2, "CV – Inès Lefèvre 🌻.pdf", "cv", "CV · 184 ko · 3 mai 2026", thumb="/static/img/logo.svg"),
    _row(3, "RQTH.pdf", "rights", "RQTH · 1,2 Mo · 12 mars 2024", "soon", valid_until=date(2027, 1, 15)),
    _row(
        4,
        "Carte d'identité (recto et verso).heic",
        "identity",
        "Pièce d'identité",
        "valid",
        valid_until=date(2034, 5, 3),
    ),
    _row(5, "Permis B.jpg", "driving", "Permis · 2,4 Mo", "past", valid_until=date(2025, 2, 1)),
    _row(6, "attestation_de_formation_agent_de_proprete_et_d_hygiene_" * 3 + ".pdf", "certificate", "845 ko"),
    _row(7, "Appeler la mission locale de Pithiviers", "note", "Note · il y a 2 jours"),
    _row(8, "سيرة ذاتية – Олга.docx", "paper", "Autre papier · 96 ko"),
]
