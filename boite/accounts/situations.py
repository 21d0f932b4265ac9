"""The main situations of people (vocabulaires_spro.json, `publics_situation_principale`), in its order."""

from __future__ import annotations

SITUATIONS = {
    "scolaire": "Collégien ou lycéen",
    "etudiant": "Étudiant",
    "apprenti": "Apprenti ou alternant",
    "stagiaire-fp": "En formation professionnelle",
    "demandeur-emploi": "En recherche d'emploi",
    "salarie": "Salarié du privé",
    "agent-public": "Agent public",
    "independant": "Indépendant ou chef d'entreprise",
    "service-civique": "Volontaire (service civique…)",
    "sans-solution": "Sans école ni travail en ce moment",
    "autre": "Autre situation",
    "nsp": "Ne souhaite pas répondre",
}
