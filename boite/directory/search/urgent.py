"""Needs that do not wait: a roof tonight, violence, a child in danger, hunger. Who is open near comes first."""

from __future__ import annotations

from dataclasses import replace

from boite.clock import now
from boite.directory.places.lookup import Place
from boite.directory.search_engine import search as searching
from boite.directory.search_engine.search import Hit, SearchCriteria, SearchResults
from boite.text.analysis import tokens

WORDS = frozenset(
    """
    urgence urgences danger suicide suicider suicidaire mourir viol violee viole frappee battue
    maltraitance maltraite maltraitee violences 115 119 3919 3114 sdf faim
    """.split()  # noqa: SIM905  # a paragraph is easier to read and to complete
)
PHRASES = (
    *("a la rue", "dormir dehors", "dors dehors", "dormir cette nuit", "ou dormir", "nulle part ou", "sans abri"),
    *("toit ce soir", "toit cette nuit", "hebergement d urgence", "expulse", "mis dehors", "mise dehors"),
    *("violence conjugale", "violence familiale", "me frappe", "me bat", "me tape", "peur de mon mari"),
    *("peur de mon conjoint", "envie de mourir", "en finir", "rien a manger", "plus a manger"),
    *("colis alimentaire", "enfant en danger"),
)
"""The words of those needs, folded."""
ROOF, FOOD = "logement-hebergement", "equipement-et-alimentation"
NEEDS = {
    **dict.fromkeys(("sdf", "rue", "dormir", "dors", "toit", "abri", "hebergement", "expulse", "dehors"), ROOF),
    **dict.fromkeys(("faim", "manger", "alimentaire"), FOOD),
}
"""What these needs are called in the directory."""


def is_urgent(text: str) -> bool:
    """Whether these words say a need that does not wait."""
    words = tokens(text)
    said = f" {' '.join(words)} "
    return not WORDS.isdisjoint(words) or any(f" {phrase} " in said for phrase in PHRASES)


async def search_urgently(wanted: SearchCriteria) -> SearchResults:
    """Who is open comes first: who answers to these words, else to their need, else whoever is near."""
    first = replace(wanted, open_first=now())
    found = await searching.search(first)
    need = next((NEEDS[word] for word in tokens(wanted.words) if word in NEEDS), "")
    others = [replace(first, words="", need=need)] if need and not wanted.need else []
    others += [replace(first, words="")] if wanted.place else []
    for other in others:
        if found.total or found.apart:
            break
        found = await searching.search(other)
    return found


async def open_near(place: Place, most: int = 3) -> list[Hit]:
    """Who is open now around this place: for a roof, then for food, then whoever may listen."""
    found: dict[str, Hit] = {}
    for need in (ROOF, FOOD, ""):
        if len(found) < most:
            near = await searching.search(SearchCriteria(place=place, need=need, open_at=now()))
            for hit in near.hits:
                found.setdefault(hit.structure["slug"], hit)
    return list(found.values())[:most]
