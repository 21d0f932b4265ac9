"""The keys that this service adds to the data·inclusion schema, as the page and docs/donnees.md say them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the object that it is added to, what it says, and an example in JSON."""

    name: str
    on: str
    meaning: str
    example: str


S, L, V = "structure", "structure, lieu", "service"
EXTENSION = (
    Key(
        "spro_reseaux", S, "Nos codes de réseaux, le principal d'abord. Ils précisent « reseaux_porteurs ».", '["cio"]'
    ),
    Key("spro_territoire", S, "Le territoire SPRO. Sans elle, celui de la commune.", '"SPRO-37"'),
    Key("spro_en_ligne", S, "La page où faire sa démarche de chez soi.", '"https://exemple.fr/rdv"'),
    Key(
        "spro_langues",
        S,
        "Les langues parlées, en codes ISO 639-1, et « lsf » pour la langue des signes.",
        '["fr", "lsf"]',
    ),
    Key("spro_rdv", L, "Rendez-vous : sans, possible ou obligatoire.", '"possible"'),
    Key("spro_horaires_precisions", L, "Ce que les horaires ne disent pas.", '"Fermé en août."'),
    Key(
        "spro_accessibilite",
        L,
        "Accès en fauteuil (oui, partiel, non) et précisions.",
        '{"fauteuil": "partiel", "precisions": "Une marche."}',
    ),
    Key("spro_demenagement_le", L, "Le jour d'un déménagement.", '"2026-09-01"'),
    Key("spro_ancienne_adresse", L, "L'adresse d'avant le déménagement.", '"3 rue du Lavoir, 18000 Bourges"'),
    Key(
        "spro_accueil",
        S,
        "Le nom, le téléphone et le courriel de l'accueil, s'ils diffèrent de la structure.",
        '{"nom": "Accueil jeunes"}',
    ),
    Key(
        "spro_points",
        S,
        "La liste entière des autres lieux d'accueil. Chacun reprend les clés d'adresse du schéma et les nôtres.",
        '[{"nom": "Permanence", "code_insee": "18279"}]',
    ),
    Key("spro_verifiee_le", S, "Le jour où quelqu'un a tout vérifié.", '"2026-09-14"'),
    Key("spro_prochaine_verification", S, "Le jour où il faudra vérifier à nouveau.", '"2027-03-14"'),
    Key(
        "spro_fin_prevue",
        S,
        "Une fin annoncée pour un jour à venir : closed, merged ou moved. Un import n'en tient pas compte.",
        '{"sorte": "closed", "le": "2027-01-15"}',
    ),
    Key("spro_adresse", S, "La fin de l'adresse de la fiche. Elle ne change jamais.", '"cio-de-tours"'),
    Key("spro_publics", V, "Les publics dans notre vocabulaire. Ils remplacent « publics ».", '["scolaire"]'),
    Key("spro_point", V, "Le nom ou l'adresse du lieu où le service est donné.", '"Permanence"'),
    Key(
        "spro_autres",
        "structure, service",
        "Des textes que le schéma refuse, sous ses propres clés.",
        '{"description": "Ici"}',
    ),
)
