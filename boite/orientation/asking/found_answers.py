"""Who answers a question, for a place or a territory, and a public: names, distances, hours, what each brings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from boite.database.connection import fetch
from boite.directory.models import REGION, Territory
from boite.directory.places.lookup import Place
from boite.directory.sheet.full_names import NetworkNames, spelled_out
from boite.directory.sheet.publics import LABELS
from boite.orientation.asking.answer_choice import RankedAnswer, holding
from boite.orientation.asking.answer_loading import (
    AnsweringStructure,
    lines_of,
    network_names,
    sheets,
    sheets_of_territory,
)
from boite.orientation.asking.nearest import chief_place, nearest_of
from boite.orientation.models import AnswerStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody brings for a question, how, and for whom when not for everybody."""

    brings: str
    how: str
    publics: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class FoundAnswer:
    """One structure that answers, or the network alone where nobody said where they are."""

    standing: AnswerStanding
    network: str
    name: str
    """The full name of the structure, or of one of the network."""
    acronym: str
    """What the full name stands for, where the structure is named by it."""
    sheet: AnsweringStructure | None = None
    says: list[Said] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Replies:
    """What is shown of a question."""

    main: list[FoundAnswer] = field(default_factory=list)
    secondary: list[FoundAnswer] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    """The networks that answer, but have no structure near enough."""
    for_some: bool = False
    """Whether the answer depends on who asks."""

    @property
    def every(self) -> list[FoundAnswer]:
        """The main ones, then the others."""
        return [*self.main, *self.secondary]


@dataclass(slots=True, kw_only=True)
class NearbyStructures:
    """What is known of the structures around a place or in a territory, read once for every question."""

    by_id: Mapping[UUID, AnsweringStructure]
    by_network: Mapping[str, list[AnsweringStructure]]
    names: Mapping[str, NetworkNames]
    located: bool
    """Whether a place or a territory was given."""


async def reply(question_id: UUID, place: Place | None, public: str) -> Replies:
    """Who answers this question near this place. Seven queries at most, however many structures.

    Those whose place is not known come last.
    """
    lines = await lines_of([question_id])
    territory = (place.territory_id or REGION) if place else ""
    kept = holding(lines, territory, public)
    near = await nearest_of(kept, place, public) if place else {}
    found = await sheets({*near.values(), *_named(kept)}, place)
    around = NearbyStructures(
        by_id=found,
        by_network={network: [found[key]] for network, key in near.items() if key in found},
        names=await network_names(),
        located=place is not None,
    )
    made = gathered(kept, around, for_some=any(line.publics for line in lines))
    for replies in (made.main, made.secondary):
        replies.sort(key=lambda reply: reply.sheet is not None and reply.sheet.lost)
    return made


async def replies_in(territory: Territory, question_ids: Collection[UUID]) -> dict[str, Replies]:
    """The same for many questions at once, with the structures of a territory. By question.

    A network that has none there is answered by its nearest one, seen from the most peopled commune.
    """
    lines = await lines_of(question_ids)
    by_question: dict[str, list[RankedAnswer]] = {str(key): [] for key in question_ids}
    for line in lines:
        by_question[line.question_id].append(line)
    kept = {key: holding(rows, territory.code, "") for key, rows in by_question.items()}
    around = await around_territory(territory, [line for rows in kept.values() for line in rows])
    return {key: gathered(rows, around) for key, rows in kept.items()}


async def around_territory(territory: Territory, lines: Collection[RankedAnswer]) -> NearbyStructures:
    """The structures that these answers lead to in a territory."""
    there = await sheets_of_territory(territory.code)
    by_network: dict[str, list[AnsweringStructure]] = {}
    for sheet in there.values():
        for network in sheet.networks:
            by_network.setdefault(network, []).append(sheet)
    place = await chief_place(territory.code)
    lacking = [line for line in lines if line.network not in by_network]
    near = await nearest_of(lacking, place, "") if place else {}
    others = await sheets({*near.values(), *_named(lines)} - there.keys(), None)
    found = {**there, **others}
    by_network |= {network: [found[key]] for network, key in near.items() if key in found}
    return NearbyStructures(by_id=found, by_network=by_network, names=await network_names(), located=True)


def _named(lines: Iterable[RankedAnswer]) -> set[UUID]:
    return {line.structure_id for line in lines if line.structure_id is not None}


def gathered(lines: Iterable[RankedAnswer], around: NearbyStructures, *, for_some: bool = False) -> Replies:
    """The answers with their structures. A structure is shown once, with all that it brings."""
    made = Replies(for_some=for_some)
    shown: dict[object, FoundAnswer] = {}
    for line in lines:
        for sheet in _sheets_of(line, around, made):
            key = sheet.id if sheet else line.network
            if key not in shown:
                name, acronym = _named_in_full(line, sheet, around)
                shown[key] = FoundAnswer(
                    standing=line.standing, network=line.network, name=name, acronym=acronym, sheet=sheet
                )
                (made.main if line.standing == AnswerStanding.MAIN else made.secondary).append(shown[key])
            _say(shown[key], line)
    return made


def _named_in_full(line: RankedAnswer, sheet: AnsweringStructure | None, around: NearbyStructures) -> tuple[str, str]:
    if sheet:
        return spelled_out(sheet.name, [around.names[code] for code in sheet.networks if code in around.names])
    return _names(line, around).one


def _names(line: RankedAnswer, around: NearbyStructures) -> NetworkNames:
    return around.names.get(line.network, NetworkNames(line.network, line.network))


def _sheets_of(line: RankedAnswer, around: NearbyStructures, made: Replies) -> list[AnsweringStructure | None]:
    """The structures that a line leads to; None stands for its network, where no place was given."""
    if line.structure_id is not None:
        sheet = around.by_id.get(line.structure_id)
        return [sheet] if sheet else []
    found = around.by_network.get(line.network, [])
    if found:
        return list(found)
    if not around.located:
        return [None]
    name = _names(line, around).short
    if name not in made.absent:
        made.absent.append(name)
    return []


def _say(reply: FoundAnswer, line: RankedAnswer) -> None:
    publics = tuple(LABELS.get(code, code) for code in sorted(line.publics))
    said = Said(brings=line.brings, how=line.how, publics=publics)
    if said not in reply.says:
        reply.says.append(said)


async def helper(territory_id: str | None) -> dict[str, Any]:
    """Who to call where nothing is found: `name`, `help_phone`, `help_hours` of the territory, else of the region."""
    rows = await fetch(
        "SELECT code, name, help_phone, help_hours FROM directory_territory WHERE code IN (?, ?)",
        territory_id or REGION,
        REGION,
    )
    known = sorted((row for row in rows if row["help_phone"]), key=lambda row: row["code"] == REGION)
    return known[0] if known else {"name": "", "help_phone": "", "help_hours": ""}
