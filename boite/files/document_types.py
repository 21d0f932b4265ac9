"""The types of papers of a working life (vocabulaires_spro.json), in the order of the home page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boite.errors import Invalid
from boite.languages.messages import _


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One type: its code in the region's vocabulary, its French name, its picture, whether it expires."""

    code: str
    label: str
    icon: str
    expires: bool = False


DOCUMENT_TYPES = (
    DocumentType("cv", _("CV"), "cv"),
    DocumentType("lettre-motivation", _("Lettre de motivation"), "letter"),
    DocumentType("diplome", _("Diplôme"), "diploma"),
    DocumentType("attestation-formation", _("Attestation de formation"), "certificate"),
    DocumentType("attestation-experience", _("Attestation d'expérience"), "certificate"),
    DocumentType("certificat-travail", _("Certificat de travail"), "work"),
    DocumentType("bulletin-scolaire", _("Bulletin scolaire"), "school"),
    DocumentType("piece-identite", _("Pièce d'identité"), "identity", expires=True),
    DocumentType("justificatif-domicile", _("Justificatif de domicile"), "home", expires=True),
    DocumentType("rqth-mdph", _("RQTH ou papier de la MDPH"), "rights", expires=True),
    DocumentType("permis", _("Permis"), "driving", expires=True),
    DocumentType("bilan-competences", _("Bilan de compétences"), "skills"),
    DocumentType("projet-professionnel", _("Projet professionnel"), "project"),
    DocumentType("contrat", _("Contrat"), "contract", expires=True),
    DocumentType("candidature", _("Candidature"), "application"),
    DocumentType("note-personnelle", _("Note personnelle"), "note"),
    DocumentType("autre", _("Autre papier"), "paper"),
)

COMMON = ("attestation-formation", "justificatif-domicile", "piece-identite", "bulletin-scolaire", "cv", "diplome")
"""What most papers are, for somebody who has none yet."""
BY_CODE = {item.code: item for item in DOCUMENT_TYPES}
OTHER = BY_CODE["autre"]


def likeliest_first(counts: Mapping[str, int]) -> list[DocumentType]:
    """All the types: those that somebody uses most (how many of each), then the common ones, then the others."""
    own = sorted((code for code in counts if code != OTHER.code), key=lambda code: -counts[code])
    return [BY_CODE[code] for code in dict.fromkeys([*own, *COMMON, *BY_CODE]) if code in BY_CODE]


def known(code: str) -> str:
    """The code itself. Raises Invalid for a type that does not exist."""
    if code not in BY_CODE:
        raise Invalid(fields={"document_type": _("Choisissez un type de papier dans la liste.")})
    return code


def label(code: str) -> str:
    """The French name of a type; the general one for a code no longer in use."""
    return BY_CODE.get(code, OTHER).label
