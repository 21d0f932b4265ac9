"""What a person may say they are (vocabulaires_spro.json, proposed by the project; the region may change it).

One main situation (`publics_situation_principale`) and traits, as many as one wishes
(`publics_caracteristiques_facultatives`), in the order of that file. The trait that tells of a disability is not asked:
it would be about health (RGPD, art. 9).
"""

from __future__ import annotations

from boite.languages.messages import _

UNSAID = "nsp"
"""« Ne souhaite pas répondre » is an answer, and a public of statistics; whoever said nothing is counted there."""
SITUATIONS = {
    "scolaire": _("Collégien ou lycéen"),
    "etudiant": _("Étudiant"),
    "apprenti": _("Apprenti ou alternant"),
    "stagiaire-fp": _("En formation professionnelle"),
    "demandeur-emploi": _("En recherche d'emploi"),
    "salarie": _("Salarié du privé"),
    "agent-public": _("Agent public"),
    "independant": _("Indépendant ou chef d'entreprise"),
    "service-civique": _("Volontaire (service civique…)"),
    "sans-solution": _("Sans école ni travail en ce moment"),
    "autre": _("Autre situation"),
    UNSAID: _("Ne souhaite pas répondre"),
}
"""The twelve, which are the twelve publics of statistics too: a person is of one."""
TRAITS = {
    "difficulte-francais": _("Besoin d'aide en français"),
    "difficulte-numerique": _("Besoin d'aide avec le numérique"),
    "qpv-frr": _("Habite un quartier prioritaire ou une commune France Ruralités"),
}
"""What they may add. It serves to answer them, and is never counted."""
AND = "."
"""Between the codes of one person, in a column and in an address: no code has it."""


def public_of(situation: str) -> str:
    """The public of statistics of somebody in this situation; said or not, everybody is of one, and of one only."""
    return situation if situation in SITUATIONS else UNSAID
