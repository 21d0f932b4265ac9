"""For whom a service is: the situations of this service and the publics of data·inclusion, in one vocabulary."""

from __future__ import annotations

from collections.abc import Iterable

from boite.accounts.situations import AND, SITUATIONS
from boite.accounts.situations import TRAITS as ASKED_TRAITS
from boite.errors import Invalid
from boite.languages.messages import _

EVERYBODY = "tous-publics"
SCHEMA = {
    "actifs": "Personnes qui travaillent",
    "beneficiaires-des-minimas-sociaux": _("Personnes au RSA ou aux minima sociaux"),
    "demandeurs-emploi": "Personnes qui cherchent un emploi",
    "etudiants": "Étudiants",
    "familles": "Familles",
    "femmes": _("Femmes"),
    "jeunes": "Jeunes",
    "personnes-en-situation-de-handicap": _("Personnes en situation de handicap"),
    "personnes-en-situation-durgence": "Personnes en situation d'urgence",
    "personnes-en-situation-juridique-specifique": "Personnes sous main de justice",
    "personnes-exilees": _("Personnes exilées"),
    "residents-qpv-frr": "Habitants d'un quartier prioritaire ou d'une zone rurale",
    "seniors": _("Seniors"),
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
    "qpv-frr": "residents-qpv-frr",
}
"""The public of the schema that each situation or trait belongs to (vocabulaires_spro.json, `di_public`)."""
SAID = {code: label for code, label in SITUATIONS.items() if code not in {"autre", "nsp"}}
"""The situations that a person may give to narrow a search, in the order shown: they have one."""
TRAITS = {
    code: SCHEMA[code]
    for code in (
        "personnes-en-situation-de-handicap",
        "femmes",
        "seniors",
        "personnes-exilees",
        "beneficiaires-des-minimas-sociaux",
    )
} | ASKED_TRAITS
"""What they may add: as many as they wish, whatever their situation. A profile asks the last ones only."""
ASKED = SAID | TRAITS
"""For whom something may be."""
LABELS = SCHEMA | SITUATIONS | ASKED_TRAITS
"""The words of every code that a row may hold."""
SEARCHED = LABELS | {"sans-solution": "Ni en emploi, ni en études, ni en formation"}
"""The words by which a public is looked for: those of surveys too, that professionals type and no page shows."""


def said(*answers: str) -> str:
    """Who somebody says they are: one situation at most, then traits. What is not known is left aside."""
    given = {code for answer in answers for code in answer.split(AND)}
    return AND.join([*[code for code in SAID if code in given][:1], *(code for code in TRAITS if code in given)])


def checked(*answers: str) -> str:
    """The same where a stranger among them is a mistake. Raises Invalid."""
    if not {code for answer in answers for code in answer.split(AND)} <= {"", *ASKED}:
        raise Invalid(fields={"public": _("Choisissez une réponse dans la liste.")})
    return said(*answers)


def situation(who: str) -> str:
    """The situation among these answers; empty without one."""
    return next((code for code in who.split(AND) if code in SAID), "")


def traits(who: str) -> list[str]:
    """The traits among these answers."""
    return [code for code in who.split(AND) if code in TRAITS]


def in_words(who: str) -> str:
    """These answers as they are read."""
    return ", ".join(ASKED[code] for code in who.split(AND) if code in ASKED)


def accepting(who: str) -> frozenset[str]:
    """The codes whose services receive somebody of these publics: their own, the wider ones, everybody."""
    codes = who.split(AND)
    return frozenset({*codes, *(WIDER.get(code, code) for code in codes), EVERYBODY})


def schema_codes(codes: Iterable[str]) -> list[str]:
    """These publics in the schema's own vocabulary, sorted. « Everybody » stands alone, as the schema demands."""
    found = {WIDER.get(code, code) for code in codes}
    return [EVERYBODY] if EVERYBODY in found else sorted(found & SCHEMA.keys())
