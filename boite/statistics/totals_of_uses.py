"""The totals of what was used: papers and messages, searches, questions, news and resources read."""

from __future__ import annotations

from boite.directory.models import AskerProfile
from boite.directory.sheet.needs import NEEDS
from boite.statistics.total_kinds import Heading, Sort, Total

PROFILES = {
    AskerProfile.PERSON: "personnes connectées",
    AskerProfile.PROFESSIONAL: "professionnels",
    AskerProfile.VISITOR: "visiteurs sans compte",
}
OTHER_SUBJECT = "autre"
UNTOLD = frozenset({"sante"})
"""The need that tells of somebody's health: no figure is of it (rule R6). Its searches are of another subject."""
SUBJECTS = {**{need.code: need.label for need in NEEDS}, OTHER_SUBJECT: "Autre sujet"}
"""The subjects of searches without answer: the needs of the directory."""
_PROFILES, _SUBJECTS = 10, 80
"""The numbers of the first line of each list."""

GESTURES = (
    Total(
        number=0,
        code="total-depots",
        label="Papiers ajoutés",
        definition="Papiers ajoutés, et nouvelles versions. Chaque personne compte pour 20 au plus.",
        sort=Sort.ACTS,
        heading=Heading.GESTURES,
    ),
    Total(
        number=1,
        code="total-messages",
        label="Messages laissés",
        definition="Messages que le service a laissés aux personnes. Chaque personne compte pour 20 au plus.",
        sort=Sort.ACTS,
        heading=Heading.GESTURES,
    ),
)
USES = (
    Total(
        number=2,
        code="recherches",
        label="Recherches dans l'annuaire",
        definition="Recherches faites dans l'annuaire, avec ou sans compte. Les robots n'y sont pas.",
        sort=Sort.ACTS,
        heading=Heading.SEARCHES,
    ),
    Total(
        number=3,
        code="questions",
        label="Réponses lues dans « Qui peut m'aider ? »",
        definition="Réponses ouvertes dans « Qui peut m'aider ? », avec ou sans compte. Les robots n'y sont pas.",
        sort=Sort.ACTS,
        heading=Heading.SEARCHES,
    ),
    *(
        Total(
            number=_PROFILES + 4 * rank + offset,
            code=f"{whole}-{profile.value}",
            label=f"{head} : {words}",
            definition=f"{definition} par des {words}.",
            sort=Sort.ACTS,
            heading=Heading.SEARCHES,
            part_of=whole,
            of=whole,
            shape=profile.value,
        )
        for offset, (whole, head, definition) in enumerate(
            (
                ("recherches", "Recherches", "Recherches faites dans l'annuaire"),
                ("questions", "Questions", "Réponses de « Qui peut m'aider ? » ouvertes"),
            )
        )
        for rank, (profile, words) in enumerate(PROFILES.items())
    ),
    Total(
        number=4,
        code="sans-reponse",
        label="Recherches sans réponse",
        definition="Recherches de l'annuaire et de « Qui peut m'aider ? » qui n'ont rien trouvé. Pour une année, la"
        " somme de ses trimestres.",
        sort=Sort.ACTS,
        heading=Heading.MISSED,
    ),
    *(
        Total(
            number=_SUBJECTS + rank,
            code=f"sans-reponse-{code}",
            label=label,
            definition="Recherches sans réponse dont aucun mot ne dit le sujet."
            if code == OTHER_SUBJECT
            else f"Recherches sans réponse dont un mot parle de « {label} ».",
            sort=Sort.ACTS,
            heading=Heading.MISSED,
            part_of="sans-reponse",
            of="sans-reponse",
            shape=code,
        )
        for rank, (code, label) in enumerate(SUBJECTS.items())
        if code not in UNTOLD
    ),
)
READINGS = (
    Total(
        number=5,
        code="actualites",
        label="Actualités parues",
        definition="Actualités publiées pendant la période, pour ce territoire ou un lieu qu'il contient.",
        sort=Sort.OBJECTS,
        heading=Heading.READINGS,
    ),
    Total(
        number=6,
        code="lectures-actualites",
        label="Lectures d'actualités",
        definition="Lectures, avec ou sans compte, des actualités de ce territoire. Les robots n'y sont pas.",
        sort=Sort.ACTS,
        heading=Heading.READINGS,
    ),
    Total(
        number=7,
        code="ressources",
        label="Ressources parues",
        definition="Ressources publiées pendant la période, pour ce territoire ou un lieu qu'il contient.",
        sort=Sort.OBJECTS,
        heading=Heading.READINGS,
    ),
    Total(
        number=8,
        code="lectures-ressources",
        label="Ressources consultées",
        definition="Consultations, avec ou sans compte, des ressources de ce territoire. Les robots n'y sont pas.",
        sort=Sort.ACTS,
        heading=Heading.READINGS,
    ),
)
