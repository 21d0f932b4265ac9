"""From lines to rows: what each line does is settled against what is there, then written in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from boite.database import slugs
from boite.database.long_lists import parts
from boite.directory.exchange import existing_rows, neighbours
from boite.directory.exchange.differences import new_service, new_sheet
from boite.directory.exchange.existing_rows import ExistingStructure
from boite.directory.exchange.ledger import Ledger, enter_networks
from boite.directory.exchange.line_verdicts import Verdict, judge, judge_new_service, judge_service, line_of, lost_place
from boite.directory.exchange.reference import Reference
from boite.directory.exchange.report import ImportReport, LineOutcome
from boite.directory.exchange.service_reading import ReadService
from boite.directory.exchange.slug_words import slug_of
from boite.directory.exchange.structure_reading import ReadStructure
from boite.directory.models import Service, Structure

NOWHERE = "Sa structure n'est ni dans l'annuaire, ni parmi les lignes acceptées de ce fichier."


@dataclass(slots=True)
class Passage:
    """The lines of a file that write something, once those that write nothing are reported."""

    report: ImportReport
    reference: Reference
    sheets: list[ReadStructure] = field(default_factory=list)
    offers: list[ReadService] = field(default_factory=list)

    async def settle(self, sheets: Sequence[ReadStructure], offers: Sequence[ReadService]) -> None:
        """Report the lines that write nothing; keep the others. Outside any transaction."""
        entering = {sheet.identifier for sheet in sheets}
        kept = await existing_rows.structures({*entering, *(offer.structure for offer in offers)})
        for sheet in sheets:
            self._settle(sheet, judge(sheet, kept[sheet.identifier]) if sheet.identifier in kept else None)
        known = await existing_rows.services({offer.identifier for offer in offers})
        for offer in offers:
            if offer.structure not in kept and offer.structure not in entering:
                self.report.add(line_of(offer, Verdict(LineOutcome.REFUSED, why=NOWHERE)))
            else:
                self._settle(offer, _judged(offer, known.get(offer.identifier), kept.get(offer.structure)))

    def _settle(self, item: ReadStructure | ReadService, verdict: Verdict | None) -> None:
        if verdict is not None and not verdict.writes and verdict.outcome != LineOutcome.CREATED:
            self.report.add(line_of(item, verdict))
        elif isinstance(item, ReadStructure):
            self.sheets.append(item)
        else:
            self.offers.append(item)

    async def write(self) -> None:
        """Write what is left, inside the transaction: judged again, since somebody may have edited meanwhile."""
        ledger = Ledger()
        await self._write_structures(ledger)
        await ledger.flush()
        await self._write_services(ledger)
        await ledger.flush()
        await ledger.close()

    async def _write_structures(self, ledger: Ledger) -> None:
        await enter_networks(self.sheets, self.reference)
        kept = await existing_rows.structures([sheet.identifier for sheet in self.sheets], lock=True)
        entering = [sheet for sheet in self.sheets if sheet.identifier not in kept]
        given = await slugs.allot(Structure, list(map(slug_of, entering)))
        there_already = await neighbours.around(entering)
        for sheet, slug in zip(entering, given, strict=True):
            verdict = Verdict(LineOutcome.CREATED, new_sheet(sheet, slug))
            verdict.warnings += filter(None, [there_already.warning(sheet)])
            ledger.enter(verdict.edits[0].identifier, sheet.source, verdict, new=True)
            self.report.add(line_of(sheet, verdict))
        for sheet in self.sheets:
            if there := kept.get(sheet.identifier):
                verdict = judge(sheet, there)
                ledger.enter(there.row.id, sheet.source, verdict, date=(there.row, sheet.dated))
                self.report.add(line_of(sheet, verdict))

    async def _write_services(self, ledger: Ledger) -> None:
        kept = await existing_rows.structures({offer.structure for offer in self.offers}, lock=True)
        known = await existing_rows.services({offer.identifier for offer in self.offers})
        ranks = await _ranks([there.row.id for there in kept.values()])
        for offer in self.offers:
            there, row = kept[offer.structure], known.get(offer.identifier)
            # A structure that this same file adds has not been edited by anybody.
            verdict = _judged(offer, row, None if there.row.id in ledger.made else there)
            if verdict.outcome == LineOutcome.CREATED:
                verdict.edits = [new_service(offer, there, ranks[there.row.id])]
                ranks[there.row.id] += 1
            verdict.warnings += lost_place(offer, there.places()) if verdict.writes else []
            ledger.enter(there.row.id, offer.source, verdict, date=(row, offer.dated))
            self.report.add(line_of(offer, verdict))


def _judged(offer: ReadService, row: Service | None, there: ExistingStructure | None) -> Verdict:
    if row is not None and there is not None:
        return judge_service(offer, row, there)
    return judge_new_service(offer, there)


async def _ranks(structures: Sequence[UUID]) -> dict[UUID, int]:
    """The rank of the next service of each structure."""
    found: dict[UUID, int] = defaultdict(int)
    for some in parts(sorted(structures)):
        for row in await Service.filter(structure_id__in=some).values("structure_id", "rank"):
            found[row["structure_id"]] = max(found[row["structure_id"]], row["rank"] + 1)
    return found
