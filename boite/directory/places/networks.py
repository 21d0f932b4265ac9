"""The networks of this service as they are first known: a migration enters them, then they are rows, to be renamed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class KnownNetwork:
    """One network: code, name, short name, its code in data·inclusion, former names and what people say."""

    code: str
    name: str
    short_name: str
    di_code: str = ""
    former: tuple[tuple[str, date | None], ...] = ()
    """Each former name, with the first day that it was no longer the name."""
    aliases: tuple[str, ...] = ()


KNOWN = (
    KnownNetwork(
        "mission-locale", "Missions locales", "Mission locale", "mission-locale", (), ("ML", "Mission locale jeunes")
    ),
    KnownNetwork(
        "cio",
        "Centres d'information et d'orientation",
        "CIO",
        aliases=("CIO", "Conseiller d'orientation", "Psychologue de l'Éducation nationale", "Psy-EN"),
    ),
    KnownNetwork(
        "france-travail",
        "France Travail",
        "France Travail",
        "france-travail",
        (("Pôle emploi", date(2024, 1, 1)), ("ANPE", date(2008, 12, 19)), ("Assédic", date(2008, 12, 19))),
        ("FT", "PE", "Chômage"),
    ),
    KnownNetwork(
        "cap-emploi",
        "Cap emploi",
        "Cap emploi",
        "cap-emploi-reseau-cheops",
        (("Cap emploi Prométhée", None),),
        ("Chéops",),
    ),
    KnownNetwork(
        "info-jeunes",
        "Info Jeunes",
        "Info Jeunes",
        "reseau-information-jeunesse",
        (("Réseau de l'Information jeunesse", None),),
        ("BIJ", "PIJ", "CRIJ", "Bureau information jeunesse", "Point information jeunesse"),
    ),
    KnownNetwork("apec", "Apec", "Apec", aliases=("Association pour l'emploi des cadres", "Cadres")),
    KnownNetwork(
        "cep-actifs",
        "Mon conseil en évolution professionnelle",
        "CEP des actifs",
        former=(("Fongecif", date(2020, 1, 1)),),
        aliases=("CEP", "Conseil en évolution professionnelle", "Opérateur régional du CEP"),
    ),
    KnownNetwork(
        "transitions-pro",
        "Transitions Pro",
        "Transitions Pro",
        former=(("Fongecif", date(2020, 1, 1)), ("CIF", date(2019, 1, 1))),
        aliases=("PTP", "Projet de transition professionnelle"),
    ),
    KnownNetwork(
        "opco",
        "Opérateurs de compétences",
        "OPCO",
        former=(("OPCA", date(2019, 4, 1)), ("Unifaf", date(2019, 4, 1))),
        aliases=("OPCO", "Uniformation"),
    ),
    KnownNetwork("cci", "Chambres de commerce et d'industrie", "CCI", "chambres-consulaires", (), ("CCI", "Points A")),
    KnownNetwork(
        "cma",
        "Chambres de métiers et de l'artisanat",
        "CMA",
        "chambres-consulaires",
        (),
        ("CMA", "CAD", "Centre d'aide à la décision", "Artisanat"),
    ),
    KnownNetwork(
        "maison-emploi", "Maisons de l'emploi", "Maison de l'emploi", "maisons-de-l-emploi", (), ("MDE", "M2ED")
    ),
    KnownNetwork(
        "cidff",
        "Centres d'information sur les droits des femmes et des familles",
        "CIDFF",
        "cidff",
        (),
        ("CIDFF", "Droits des femmes"),
    ),
    KnownNetwork(
        "mdph",
        "Maisons départementales des personnes handicapées",
        "MDPH",
        "mdph",
        (("Cotorep", date(2006, 1, 1)),),
        ("MDPH", "MDA", "Maison de l'autonomie"),
    ),
    KnownNetwork("agefiph", "Agefiph", "Agefiph", "agefiph"),
    KnownNetwork(
        "suio",
        "Services universitaires d'orientation",
        "SUIO",
        former=(("MOIP", None),),
        aliases=("SUIO", "SCUIO", "Maison de l'orientation et de l'insertion professionnelle", "Université", "Fac"),
    ),
    KnownNetwork(
        "cria",
        "Centres de ressources illettrisme et compétences de base",
        "CRIA",
        aliases=("CRIA", "Illettrisme"),
    ),
    KnownNetwork(
        "vae",
        "Points information conseil en validation des acquis de l'expérience",
        "Point conseil VAE",
        former=(("PRC", None), ("Point relais conseil", None)),
        aliases=("VAE", "PIC VAE"),
    ),
    KnownNetwork(
        "carif-oref",
        "GIP Alfa Centre-Val de Loire",
        "GIP Alfa",
        former=(("ORFE", None),),
        aliases=("Carif-Oref", "Alfa Centre", "Étoile"),
    ),
    KnownNetwork("region", "Région Centre-Val de Loire", "Région", "regions", (("Conseil régional", None),)),
    KnownNetwork(
        "etat-ddets",
        "Services de l'État : travail et solidarités",
        "DREETS ou DDETS",
        former=(("Direccte", date(2021, 4, 1)), ("Unité départementale", date(2021, 4, 1))),
        aliases=("DREETS", "DDETS", "DDETSPP", "Inspection du travail"),
    ),
    KnownNetwork(
        "partenaire", "Autres partenaires", "Partenaire", aliases=("Lycée", "CFA", "Association", "Entreprise")
    ),
)
"""In the order of the region's vocabulary (vocabulaires_spro.json). Names of persons never enter here."""
