"""The main situations of people (vocabulaires_spro.json, `publics_situation_principale`), in its order."""

from __future__ import annotations

from boite.languages.messages import _

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
    "nsp": _("Ne souhaite pas répondre"),
}
