"""What people need help for: the categories of data·inclusion, with the words that people say for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """One category (`Categorie` of the schema v1): its code, its words, and others that mean it."""

    code: str
    label: str
    synonyms: str = ""


NEEDS = (
    Need("choisir-un-metier", "Choisir un métier", "orientation métier projet découverte stage bilan compétences"),
    Need("se-former", "Se former", "formation diplôme apprentissage alternance CPF VAE études école"),
    Need("trouver-un-emploi", "Trouver un emploi", "travail job boulot offre recrutement chômage intérim"),
    Need("preparer-sa-candidature", "Préparer sa candidature", "CV lettre motivation entretien réseau"),
    Need("creer-une-entreprise", "Créer une entreprise", "création reprise autoentrepreneur microentreprise"),
    Need("lecture-ecriture-calcul", "Lire, écrire, compter", "français illettrisme alphabétisation FLE langue"),
    Need("numerique", "Se servir du numérique", "ordinateur internet téléphone informatique"),
    Need("mobilite", "Se déplacer", "permis voiture transport bus train vélo scooter"),
    Need("logement-hebergement", "Se loger", "logement hébergement foyer loyer appartement internat"),
    Need("difficultes-financieres", "Argent et budget", "dettes aide financière budget"),
    Need(
        "difficultes-administratives-ou-juridiques",
        "Démarches et droits",
        "papiers droits justice discrimination administratif",
    ),
    Need("sante", "Santé et handicap", "handicap RQTH MDPH psychologue soins addiction"),
    Need("famille", "Famille et garde d'enfants", "garde crèche parent séparation"),
    Need("remobilisation", "Reprendre confiance", "confiance isolement bénévolat service civique sport"),
    Need("equipement-et-alimentation", "S'équiper, se nourrir", "alimentation vêtements meubles"),
    Need("souvrir-a-linternational", "Partir à l'étranger", "étranger Europe international Erasmus"),
)
"""In the order shown: the most asked first."""
BY_CODE = {need.code: need for need in NEEDS}


def category(code: str) -> str:
    """The category of a `Thematique`: what stands before its double hyphen."""
    return code.split("--", 1)[0]


def label(code: str) -> str:
    """The plain words of a need's category."""
    need = BY_CODE.get(category(code))
    return need.label if need else category(code).replace("-", " ").capitalize()
