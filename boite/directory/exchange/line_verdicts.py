"""What an import does with one line of a file, compared with the directory. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from boite.directory.exchange.differences import Edit, compare, compare_service
from boite.directory.exchange.existing_rows import ExistingStructure
from boite.directory.exchange.precedence import overridden, protection
from boite.directory.exchange.report import LineOutcome, ReportLine
from boite.directory.exchange.service_reading import ReadService
from boite.directory.exchange.structure_reading import ReadStructure
from boite.directory.models import Service
from boite.text.normalise import fold

MOST_SAID = 12
"""Fields that a sentence names."""
ENDED = "Cette structure est indiquée comme n'étant plus là, mais le fichier la donne encore."


@dataclass(slots=True)
class Verdict:
    """The outcome of a line and the rows that it writes."""

    outcome: LineOutcome
    edits: list[Edit] = field(default_factory=list)
    why: str = ""
    dated: bool = False
    """Whether the producer's date alone moves: no change for anybody who reads."""
    warnings: list[str] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether there is something to write."""
        return bool(self.edits) or self.dated


def judge(sheet: ReadStructure, kept: ExistingStructure) -> Verdict:
    """What to do with a structure that the directory has."""
    row, edits = kept.row, compare(sheet, kept)
    verdict = _verdict(edits, protection(row, sheet.dated, row.source_date), row.source_date, sheet.dated)
    verdict.dated = verdict.dated and row.source_id is not None
    if verdict.outcome == LineOutcome.CHANGED:
        verdict.warnings += filter(None, [overridden(row, sheet.dated)])
    if kept.ended:
        verdict.warnings.append(ENDED)
    return verdict


def judge_service(offer: ReadService, row: Service, kept: ExistingStructure) -> Verdict:
    """What to do with a service that the directory has."""
    edit = compare_service(offer, row, kept.row.id, kept.places())
    guard = protection(kept.row, offer.dated, row.source_date)
    verdict = _verdict([edit] if edit else [], guard, row.source_date, offer.dated)
    verdict.dated = verdict.dated and row.source_id is not None
    return verdict


def judge_new_service(offer: ReadService, kept: ExistingStructure | None) -> Verdict:
    """What to do with a service that the directory lacks: somebody may have removed it from the sheet."""
    guard = protection(kept.row, offer.dated, None) if kept else ""
    if guard:
        return Verdict(LineOutcome.KEPT, why=f"{guard} Ce service n'est pas sur la fiche : il n'est pas ajouté.")
    return Verdict(LineOutcome.CREATED)


def _verdict(edits: list[Edit], guard: str, before: date | None, dated: date) -> Verdict:
    if not edits:
        return Verdict(LineOutcome.UNCHANGED, dated=not guard and before != dated)
    if guard:
        said = [words for edit in edits for words in edit.says()]
        return Verdict(LineOutcome.KEPT, why=f"{guard} Il dit aussi : {_listed(said)}.")
    return Verdict(LineOutcome.CHANGED, edits)


def _listed(said: Sequence[str]) -> str:
    rest = f" et {len(said) - MOST_SAID} autres" if len(said) > MOST_SAID else ""
    return f"{', '.join(said[:MOST_SAID])}{rest}"


def line_of(item: ReadStructure | ReadService, verdict: Verdict) -> ReportLine:
    """The line of the report."""
    return ReportLine(
        number=item.number,
        what="structure" if isinstance(item, ReadStructure) else "service",
        identifier=item.identifier,
        name=item.name,
        outcome=verdict.outcome,
        fields=[words for edit in verdict.edits for words in edit.fields()] if _changes(verdict) else [],
        why=verdict.why,
        warnings=[*item.warnings, *verdict.warnings],
    )


def _changes(verdict: Verdict) -> bool:
    return verdict.outcome == LineOutcome.CHANGED


def lost_place(offer: ReadService, places: dict[str, UUID]) -> list[str]:
    """What to say where a service names a place that its structure does not have."""
    if not offer.point or fold(offer.point) in places:
        return []
    return [f"Le lieu « {offer.point[:80]} » n'est pas sur la fiche : le service vaut partout."]
