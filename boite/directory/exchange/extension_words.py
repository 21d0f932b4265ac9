"""The keys that this service adds to the data·inclusion schema, as the page and docs/donnees.md say them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boite.directory.sheet.fields import FIELDS, POINT, SERVICE, STRUCTURE


@dataclass(frozen=True, slots=True)
class ExtensionKey:
    """One key: the object that it is added to, what it says, and an example in JSON."""

    name: str
    on: str
    meaning: str
    example: str


S, L, V = "structure", "structure, lieu", "service"
ON = {STRUCTURE: S, POINT: L, SERVICE: V}


def _of_fields() -> Iterator[ExtensionKey]:
    """Those that fill a column whole."""
    for part, fields in FIELDS.items():
        for key in (field.key for field in fields.values()):
            if key and key.meaning:
                yield ExtensionKey(key.name, ON[part], key.meaning, key.example)


EXTENSION = (
    *_of_fields(),
    ExtensionKey(
        "spro_accessibilite",
        L,
        "Accès en fauteuil (oui, partiel, non) et précisions.",
        '{"fauteuil": "partiel", "precisions": "Une marche."}',
    ),
    ExtensionKey(
        "spro_accueil",
        S,
        "Le nom, le téléphone et le courriel de l'accueil, s'ils diffèrent de la structure.",
        '{"nom": "Accueil jeunes"}',
    ),
    ExtensionKey(
        "spro_points",
        S,
        "La liste entière des autres lieux d'accueil. Chacun reprend les clés d'adresse du schéma et les nôtres.",
        '[{"nom": "Permanence", "code_insee": "18279"}]',
    ),
    ExtensionKey(
        "spro_fin_prevue",
        S,
        "Une fin annoncée pour un jour à venir : closed, merged ou moved. Un import n'en tient pas compte.",
        '{"sorte": "closed", "le": "2027-01-15"}',
    ),
    ExtensionKey("spro_adresse", S, "La fin de l'adresse de la fiche. Elle ne change jamais.", '"cio-de-tours"'),
    ExtensionKey("spro_point", V, "Le nom ou l'adresse du lieu où le service est donné.", '"Permanence"'),
    ExtensionKey(
        "spro_autres",
        "structure, service",
        "Des textes que le schéma refuse, sous ses propres clés.",
        '{"description": "Ici"}',
    ),
)
