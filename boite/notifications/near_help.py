"""Who helps with a paper that ends: the nearest open structure, else the one that its person names first.

Computed when the message is read or leaves, from what its person says of themselves then. Only the list and a mail to
one person alone show it: on a locked screen, the name of a structure says too much.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from boite.database.long_lists import marks
from boite.database.rows import fetch_as
from boite.directory.search import helping_near
from boite.directory.search.helping_near import HelpingStructure, HelpSought
from boite.directory.sheet import phrases, publics
from boite.directory.sheet.gone import gone
from boite.languages.messages import filled
from boite.languages.values import FrenchValue
from boite.notifications import words
from boite.notifications.reminder import SaidHelp

HANDICAP = "personnes-en-situation-de-handicap"
_PROCEDURES = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
_RIGHTS = "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHelp:
    """Who helps with one type of paper: what answers one of these needs, or is of one of these networks."""

    needs: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    public: str = ""
    """Whom they receive besides: whoever has such a paper is one of them."""


_APPLYING = PaperHelp(needs=("preparer-sa-candidature",), networks=("mission-locale", "france-travail"))
_TRAINING = PaperHelp(needs=("se-former",), networks=("mission-locale", "cio"))
_CHOOSING = PaperHelp(needs=("choisir-un-metier",), networks=("mission-locale", "cio", "cep-actifs"))
HELP: Mapping[str, PaperHelp] = {
    # It is asked for again to the MDPH, with a file that is hard to fill in; Cap emploi knows it for those who look for
    # work.
    "rqth-mdph": PaperHelp(
        needs=("sante--constituer-un-dossier-mdph-invalidite",), networks=("mdph", "cap-emploi"), public=HANDICAP
    ),
    # The town hall renews it, but the request begins online (ANTS): what is hard is the request.
    "piece-identite": PaperHelp(needs=(_PROCEDURES, _RIGHTS)),
    # Renewed online too; some need a doctor or a new examination, which those who prepare for it explain.
    "permis": PaperHelp(needs=("mobilite--preparer-un-permis", _PROCEDURES)),
    # A contract that ends is not renewed by a procedure: what follows it is to be found.
    "contrat": PaperHelp(needs=("trouver-un-emploi",), networks=("mission-locale", "france-travail")),
    "cv": _APPLYING,
    "lettre-motivation": _APPLYING,
    "candidature": _APPLYING,
    "attestation-formation": _TRAINING,
    "diplome": _TRAINING,
    "bilan-competences": _CHOOSING,
    "projet-professionnel": _CHOOSING,
}
"""By type of paper, who helps for it. Of the others (a note, « autre papier »), nobody knows what they are: their
person's own structure, else the questions."""
_PEOPLE = (
    "SELECT u.id, u.commune_code, u.situation, u.traits, s.slug, s.name, s.phone, (SELECT p.city FROM directory_point p"
    " WHERE p.structure_id = s.id ORDER BY p.rank LIMIT 1) AS city FROM account_user u"
    " LEFT JOIN support_support h ON h.user_id = u.id AND h.lead LEFT JOIN directory_structure s"
    " ON s.id = h.structure_id AND NOT EXISTS"
    " (SELECT 1 FROM directory_ending e WHERE e.structure_id = h.structure_id AND {gone}) WHERE u.id IN ({people})"
)
"""Where these people live, and the structure that each names first, as long as it is there."""


async def of_papers(asked: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], SaidHelp]:
    """Who helps each of these people with a paper of this type. Four queries, however many they are."""
    if not asked:
        return {}
    who = {person for person, _ in asked}
    sql = _PEOPLE.format(gone=gone(), people=marks(who))
    people = {row["id"]: row for row in await fetch_as(sql, *who, id=UUID)}
    sought = {each: _sought(people[each[0]], HELP[each[1]]) for each in asked if each[0] in people and each[1] in HELP}
    near = await helping_near.nearest_open([one for one in sought.values() if one.commune])
    return {each: _said(near.get(sought[each]) if each in sought else None, people.get(each[0])) for each in asked}


def _sought(person: Mapping[str, Any], help_: PaperHelp) -> HelpSought:
    return HelpSought(
        commune=person["commune_code"],
        needs=help_.needs,
        networks=help_.networks,
        public=publics.said(person["situation"], person["traits"], help_.public),
    )


def _said(near: HelpingStructure | None, person: Mapping[str, Any] | None) -> SaidHelp:
    if near:
        return _structure(words.HELP_NEAR, near.slug, near.name, near.phone, near.city)
    if person and person["slug"]:
        return _structure(words.HELP_MINE, person["slug"], person["name"], person["phone"], person["city"] or "")
    return SaidHelp(body="", action=words.HELP_ASK, route="orientation:home", values={})


def _structure(sentence: str, slug: str, name: str, phone: str, city: str) -> SaidHelp:
    """Its name, then its number, else its town."""
    reached = phrases.call(phone).get("words", "") or city
    return SaidHelp(
        body=filled(sentence, structure=FrenchValue(f"{name}, {reached}" if reached else name)),
        action=words.HELP_SHEET,
        route="directory:sheet",
        values={"slug": slug},
    )
