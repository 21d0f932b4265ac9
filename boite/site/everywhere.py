"""« Chercher partout »: what one may see and has these words, by kind, a few of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from boite.agenda import event_lists, event_words
from boite.agenda.models import Event
from boite.clock import day_of, now
from boite.database.shortened import shortened
from boite.directory.search_engine.search import Hit, SearchCriteria
from boite.directory.search_engine.search import search as search_structures
from boite.files import names, node_lists
from boite.files.list_rows import FOLDER, sort_of
from boite.files.models import NodeKind
from boite.files.node_lists import ListingCriteria
from boite.languages.messages import _
from boite.languages.values import AgoValue
from boite.library import resource_lists
from boite.library.wording import KINDS
from boite.news import article_lists
from boite.orientation.asking import question_search
from boite.publishing.listing import Wanted
from boite.text.french import date_fr
from boite.text.normalise import fold

SHOWN = 4
"""Results of each kind. The page of the kind shows the others."""
READ = 300
"""Events to come that are looked through."""
LONGEST = 200
"""Most characters of what is looked for."""


@dataclass(frozen=True, slots=True)
class SiteResult:
    """One result: its title, one fact, the page that shows it. `own` is what its reader wrote, in any language."""

    title: str
    fact: str
    route: str
    values: dict[str, Any]
    own: bool = False


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """The results of one kind; the page that shows the others, and what it is asked."""

    title: str
    results: list[SiteResult] = field(default_factory=list)
    more: bool = False
    route: str = ""
    query: str = ""


async def everywhere(words: str, space_id: UUID | None) -> list[ResultGroup]:
    """The kinds that have something, one's own papers first (none where `space_id` is None)."""
    if not words.strip():
        return []
    kinds: list[Callable[[str], Awaitable[ResultGroup]]] = [_questions, _structures, _events, _news, _resources]
    own = [await _papers(words, space_id)] if space_id is not None else []
    groups = [*own, *[await look(words) for look in kinds]]
    return [group for group in groups if group.results]


def _group(title: str, found: list[SiteResult], route: str, words: str, more: bool = False) -> ResultGroup:
    return ResultGroup(
        title, found[:SHOWN], more or len(found) > SHOWN, route, urlencode({"mots": words}) if words else ""
    )


async def _papers(words: str, space_id: UUID) -> ResultGroup:
    page = await node_lists.search(space_id, ListingCriteria(words=words))

    return _group(_("Mes papiers"), [_paper(row) for row in page.rows], "files:search", words)


def _paper(row: dict[str, Any]) -> SiteResult:
    name, values = names.title(row["name"], row["kind"]), {"node": row["id"]}
    if row["kind"] == NodeKind.FOLDER:
        return SiteResult(name, FOLDER, "files:browse", values, own=True)
    sort = sort_of(row["kind"], row["document_type"])
    fact = _("%(sort)s, %(ago)s", sort=sort, ago=AgoValue(row["changed_at"]))
    return SiteResult(name, fact, "files:paper", values, own=True)


async def _questions(words: str) -> ResultGroup:
    found = (await question_search.catalogue()).find(words)
    results = [SiteResult(row.words, "", "orientation:where", {"slug": row.slug}) for row in found]
    return _group(_("Questions"), results, "orientation:home", words)


async def _structures(words: str) -> ResultGroup:
    found = await search_structures(SearchCriteria(words=words))
    results = [_structure(hit) for hit in found.hits]
    return _group(_("Structures"), results, "directory:search", words, found.total > SHOWN)


def _structure(hit: Hit) -> SiteResult:
    place = (hit.point or {}).get("city", "")
    return SiteResult(hit.structure["name"], place or "", "directory:sheet", {"slug": hit.structure["slug"]})


async def _events(words: str) -> ResultGroup:
    """No index of words here: the events to come are few, and every word must be in one."""
    coming = event_lists.public_events().filter(ends_at__gt=now()).order_by("begins_at", "id")
    rows = await shortened(coming, READ)
    return _group(
        _("Agenda"), list(_matching(rows, words)), "agenda:index", ""
    )  # the agenda is read by day, not by word


def _matching(rows: list[Event], words: str) -> Iterator[SiteResult]:
    wanted = fold(words).split()
    for event in rows:
        text = fold(f"{event.title} {event.summary} {event.place} {event.city}")
        if all(word in text for word in wanted):
            when = event_words.day_words(day_of(event.begins_at), year=False)
            yield SiteResult(event.title, f"{when}, {event_words.where(event)}", "agenda:event", {"slug": event.slug})


async def _news(words: str) -> ResultGroup:
    rows = (await article_lists.search(Wanted(words=words))).listed.rows
    results = [
        SiteResult(row["title"], date_fr(row["published_at"]), "news:article", {"slug": row["slug"]}) for row in rows
    ]
    return _group(_("Actualités"), results, "news:front", words)


async def _resources(words: str) -> ResultGroup:
    rows = (await resource_lists.LISTS.search(resource_lists.WantedResources(words=words))).listed.rows
    results = [
        SiteResult(row["title"], KINDS[row["kind"]].label, "library:resource", {"slug": row["slug"]}) for row in rows
    ]
    return _group(_("Ressources"), results, "library:resources", words)
