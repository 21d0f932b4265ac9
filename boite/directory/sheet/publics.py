"""For whom a service is: the situations of this service and the publics of data·inclusion, in one vocabulary."""

from __future__ import annotations

from collections.abc import Iterable

from boite.accounts.situations import SITUATIONS

EVERYBODY = "tous-publics"
SCHEMA = {
    "actifs": "Personnes qui travaillent",
    "beneficiaires-des-minimas-sociaux": "Personnes au RSA ou aux minima sociaux",
    "demandeurs-emploi": "Personnes qui cherchent un emploi",
    "etudiants": "Étudiants",
    "familles": "Familles",
    "femmes": "Femmes",
    "jeunes": "Jeunes",
    "personnes-en-situation-de-handicap": "Personnes en situation de handicap",
    "personnes-en-situation-durgence": "Personnes en situation d'urgence",
    "personnes-en-situation-juridique-specifique": "Personnes sous main de justice",
    "personnes-exilees": "Personnes exilées",
    "residents-qpv-frr": "Habitants d'un quartier prioritaire ou d'une zone rurale",
    "seniors": "Seniors",
    EVERYBODY: "Tout le monde",
}
"""The publics of the data·inclusion schema v1, with plain words of ours."""
WIDER = {
    "scolaire": "jeunes",
    "etudiant": "etudiants",
    "apprenti": "jeunes",
    "stagiaire-fp": "demandeurs-emploi",
    "demandeur-emploi": "demandeurs-emploi",
    "salarie": "actifs",
    "agent-public": "actifs",
    "independant": "actifs",
    "service-civique": "jeunes",
    "sans-solution": "jeunes",
    "autre": EVERYBODY,
    "nsp": EVERYBODY,
}
"""The public of the schema that each situation belongs to (vocabulaires_spro.json, `di_public`)."""
ASKED = {
    **{code: label for code, label in SITUATIONS.items() if code not in {"autre", "nsp"}},
    "personnes-en-situation-de-handicap": SCHEMA["personnes-en-situation-de-handicap"],
    "femmes": SCHEMA["femmes"],
    "seniors": SCHEMA["seniors"],
    "personnes-exilees": SCHEMA["personnes-exilees"],
    "beneficiaires-des-minimas-sociaux": SCHEMA["beneficiaires-des-minimas-sociaux"],
}
"""What a person may say of themselves to narrow a search, in the order shown."""
LABELS = SCHEMA | SITUATIONS
"""The words of every code that a row may hold."""


def accepting(code: str) -> frozenset[str]:
    """The codes whose services receive somebody of this public: its own, the wider one, everybody."""
    return frozenset({code, WIDER.get(code, code), EVERYBODY})


def schema_codes(codes: Iterable[str]) -> list[str]:
    """These publics in the schema's own vocabulary, sorted. « Everybody » stands alone, as the schema demands."""
    found = {WIDER.get(code, code) for code in codes}
    return [EVERYBODY] if EVERYBODY in found else sorted(found & SCHEMA.keys())
