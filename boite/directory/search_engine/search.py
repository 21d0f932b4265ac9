"""Finding structures: by words, place, public, need, network, and whether they are open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from boite.directory.places.lookup import Place
from boite.directory.places.place_rows import REGION
from boite.directory.search_engine import tags
from boite.directory.search_engine.asides import Aside, read_asides, says_near_me
from boite.directory.search_engine.attempts import MOST, AttemptResult, SearchAttempt
from boite.directory.search_engine.everyday_words import HOLLOW, telling
from boite.directory.search_engine.matching import Group
from boite.directory.search_engine.readings import called, read_everyday
from boite.directory.search_engine.results import Hit, SearchResults, hits
from boite.directory.sheet.needs import category
from boite.directory.sheet.publics import accepting
from boite.text.analysis import STOP_WORDS, tokens

__all__ = ["MOST", "PAGE", "RADII", "Hit", "SearchCriteria", "SearchResults", "search"]
RADII = (5, 10, 20, 30, 50, 100)
"""Kilometres around a place that a person may choose."""
PAGE = 20
"""Results of one page."""
APART = 20
"""Structures without a known place that are shown beside those around a place."""
LONGEST = 300
"""Most characters read of what was typed."""
MOST_WORDS = 10
"""Words that are read of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCriteria:
    """What somebody looks for. Empty fields do not count."""

    words: str = ""
    place: Place | None = None
    radius: int = 30
    public: str = ""
    """A situation and traits (`publics.said`)."""
    need: str = ""
    """Code of a category of `needs.NEEDS`, or of one `Thematique`."""
    network: str = ""
    territory: str = ""
    language: str = ""
    """Code of a language in which people are received."""
    open_at: datetime | None = None
    """Only what is open at this instant."""
    open_first: datetime | None = None
    """What is open at this instant before the rest."""
    page: int = 1


async def search(wanted: SearchCriteria) -> SearchResults:
    """A page of results: those whose name answers first, then the others; nearest first where a place is given.

    What has no known place is never near anything: it comes apart.
    """
    base = SearchAttempt(
        place=wanted.place,
        radius=wanted.radius,
        filters=_filters(wanted),
        open_at=wanted.open_at,
        open_first=wanted.open_first,
    )
    number = await called(wanted.words[:LONGEST], base)
    typed, base, asides = await _besides(_typed(wanted), base)
    reading, put = (number, {}) if number else await read_everyday(telling(typed), base)
    rows, apart = _around(reading.answer)
    start = (max(1, min(wanted.page, MOST)) - 1) * PAGE
    shown_apart = apart[: 0 if start else APART]
    return SearchResults(
        hits=await hits(rows[start : start + PAGE]),
        total=len(rows),
        capped=reading.answer.capped,
        place=reading.answer.attempt.place,
        corrected=put | reading.corrected,
        ignored=[] if number else reading.ignored,
        next_page=wanted.page + 1 if len(rows) > start + PAGE else 0,
        apart=await hits(shown_apart),
        more_apart=len(apart) > len(shown_apart) > 0,
        besides=[aside.said for aside in asides],
        where_from=wanted.place is None and says_near_me(tokens(wanted.words[:LONGEST])),
    )


async def _besides(typed: list[str], base: SearchAttempt) -> tuple[list[str], SearchAttempt, list[Aside]]:
    """The words less what they ask besides (« ouvert le samedi »), which is asked as filters are.

    Where nothing answers to it, words are words again.
    """
    left, asides = read_asides(typed)
    narrower = replace(base, filters=(*base.filters, *(aside.group for aside in asides)))
    if not asides or not await narrower.exists_somewhere():
        return typed, base, []
    return [] if all(word in STOP_WORDS or word in HOLLOW for word in left) else left, narrower, asides


def _typed(wanted: SearchCriteria) -> list[str]:
    """The words typed; small ones do not count among MOST_WORDS.

    « Près de chez moi » asks for nothing else than what is near.
    """
    every, typed, count = tokens(wanted.words[:LONGEST]), list[str](), 0
    for word in every:
        count += word not in STOP_WORDS and word not in HOLLOW
        if count <= MOST_WORDS:
            typed.append(word)
    near = wanted.place is not None or says_near_me(typed)
    return [] if near and all(word in STOP_WORDS for word in typed) else typed


def _around(answer: AttemptResult) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What was found, and apart from it, where a place is asked, what has none that we know."""
    if answer.attempt.place is None:
        return list(answer.rows), []
    near = [row for row in answer.rows if row["distance"] is not None]
    return near, [row for row in answer.rows if row["distance"] is None]


def _filters(wanted: SearchCriteria) -> tuple[Group, ...]:
    """What the index must say besides the words."""
    filters: list[Group] = []
    receiving = sorted(accepting(wanted.public)) if wanted.public else []
    detailed = wanted.need != category(wanted.need)
    if wanted.need and receiving:
        filters.append(tuple(tags.need_of(category(wanted.need), code) for code in receiving))
    elif receiving:
        filters.append(tuple(map(tags.public, receiving)))
    if wanted.need and (detailed or not receiving):
        filters.append((tags.need(wanted.need),))
    if wanted.network:
        filters.append((tags.network(wanted.network),))
    if wanted.territory and wanted.territory != REGION:
        filters.append((tags.territory(wanted.territory),))
    if wanted.language:
        filters.append((tags.coded("l", wanted.language),))
    if wanted.open_at:
        filters.append((tags.open_at(wanted.open_at),))
    return tuple(filters)
