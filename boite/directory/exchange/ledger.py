"""The rows that an import writes, in batches, with one revision for each structure and its words for searching."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from boite.clock import now
from boite.database.long_lists import parts
from boite.database.revisions import Change
from boite.directory.exchange.differences import Edit
from boite.directory.exchange.line_verdicts import Verdict
from boite.directory.exchange.reference import Reference
from boite.directory.exchange.schema_reading import network_labels
from boite.directory.exchange.structure_reading import ReadStructure
from boite.directory.history.history_rows import Revision, What
from boite.directory.history.revision import MODELS
from boite.directory.models import Network, Structure
from boite.directory.search_engine import search_index
from boite.directory.sheet.fields import POINT, SERVICE, STRUCTURE

ROWS = 200
"""Rows written at once."""
LATER = 200
"""Rank of the networks that only the schema knows: after all of ours."""


@dataclass(slots=True)
class Ledger:
    """What the lines judged so far write. Inside the transaction of the import."""

    edits: list[Edit] = field(default_factory=list)
    dates: dict[tuple[str, date], list[UUID]] = field(default_factory=lambda: defaultdict(list))
    """Rows by kind and by the producer's date that they take."""
    told: dict[UUID, list[Change]] = field(default_factory=lambda: defaultdict(list))
    """What history tells, by structure."""
    sources: dict[UUID, str] = field(default_factory=dict)
    made: set[UUID] = field(default_factory=set)

    def enter(
        self,
        structure: UUID,
        source: str,
        verdict: Verdict,
        *,
        new: bool = False,
        date: tuple[Any, date] | None = None,
    ) -> None:
        """What a line does to a structure. `date` is the row whose producer's date moves, and that date."""
        if not verdict.writes:
            return
        if verdict.edits:
            self.sources.setdefault(structure, source)
            self.told[structure] += [change for edit in verdict.edits for change in edit.changes()]
            self.edits += verdict.edits
            self.made |= {structure} if new else set()
        if date is not None and date[0] is not None and date[0].source_id is not None:
            kind = STRUCTURE if isinstance(date[0], Structure) else SERVICE
            self.dates[kind, date[1]].append(date[0].id)

    async def flush(self) -> None:
        """Write the rows: those added first, in the order in which they name each other."""
        for kind in (STRUCTURE, POINT, SERVICE):
            added = [edit.made for edit in self.edits if edit.kind == kind and edit.row is None]
            if added:
                await MODELS[kind].bulk_create(added, batch_size=ROWS)
        for edit in self.edits:
            if edit.row is not None and edit.values is not None:
                await MODELS[edit.kind].filter(id=edit.row.id).update(**edit.values)
        for some in parts([edit.row.id for edit in self.edits if edit.values is None]):
            await MODELS[POINT].filter(id__in=some).delete()
        for (kind, day), rows in self.dates.items():
            for some in parts(rows):
                await MODELS[kind].filter(id__in=some).update(source_date=day)
        self.edits, self.dates = [], defaultdict(list)

    async def close(self) -> None:
        """One revision for each structure, and its words for searching."""
        at, touched = now(), list(self.sources)
        await Revision.bulk_create([self._revision(structure, at) for structure in touched], batch_size=ROWS)
        for some in parts([structure for structure in touched if structure not in self.made]):
            await Structure.filter(id__in=some).update(changed_at=at)
        for some in parts(touched):
            await search_index.index_many(some)

    def _revision(self, structure: UUID, at: Any) -> Revision:
        what = What.CREATED if structure in self.made else What.IMPORTED
        author = f"un import data·inclusion ({self.sources[structure]})"
        return Revision(structure_id=structure, what=what, author=author, at=at, changes=self.told[structure])


async def enter_networks(sheets: Iterable[ReadStructure], reference: Reference) -> None:
    """The networks that the schema knows and the directory does not yet, so that nothing is lost."""
    codes = {code for sheet in sheets for code in sheet.values["networks"]} - reference.networks.keys()
    known = {row.code for some in parts(codes) for row in await Network.filter(code__in=some)}
    labels = network_labels()
    rows = [
        Network(code=code, name=labels[code][:200], short_name=labels[code][:80], di_code=code, rank=LATER)
        for code in sorted(codes - known)
    ]
    if rows:
        await Network.bulk_create(rows)
