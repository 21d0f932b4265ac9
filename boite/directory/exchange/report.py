"""What an import says of a file, line by line: created, changed, unchanged, kept or refused, and why."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from boite.text.french import plural
from boite.text.spreadsheets import BOM, neutral

MOST_LINES = 5000
"""Lines that a report keeps. The counts are always whole."""
SHOWN = 200
"""Most characters of one value in a sentence."""


class LineOutcome(StrEnum):
    """What became of a line."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """The file says otherwise, but what is here is more recent: nothing was touched."""
    REFUSED = "refused"


WORDS = {
    LineOutcome.CREATED: ("créée", "créées"),
    LineOutcome.CHANGED: ("modifiée", "modifiées"),
    LineOutcome.UNCHANGED: ("inchangée", "inchangées"),
    LineOutcome.KEPT: ("gardée telle quelle", "gardées telles quelles"),
    LineOutcome.REFUSED: ("refusée", "refusées"),
}
"""One line, several lines."""
BADGES = {
    LineOutcome.CREATED: "success",
    LineOutcome.CHANGED: "info",
    LineOutcome.UNCHANGED: "",
    LineOutcome.KEPT: "warning",
    LineOutcome.REFUSED: "error",
}
"""The tone of each."""


@dataclass(slots=True, kw_only=True)
class ReportLine:
    """One line of the file. `number` counts from 1; 0 is the file itself."""

    number: int
    what: str
    """`structure`, `service`, `commune`, `territoire`, `contour`, `fichier`."""
    identifier: str = ""
    name: str = ""
    outcome: LineOutcome
    fields: list[str] = field(default_factory=list)
    """What changed, in French."""
    why: str = ""
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """The whole report of one file."""

    file_name: str = ""
    kind: str = ""
    sha256: str = ""
    version: str = ""
    """A digest of all that it would write, where the import gives one: confirming names the report that was read."""
    lines: list[ReportLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is true of the file as a whole."""
    counts: Counter[str] = field(default_factory=Counter)
    run: UUID | None = None
    """The trace of the import; None for a dry run."""

    def add(self, line: ReportLine) -> None:
        """Count a line; keep it where it has something to say."""
        self.counts[line.outcome] += 1
        if line.outcome == LineOutcome.UNCHANGED and not line.warnings:
            return
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)

    def refuse(self, number: int, what: str, why: str, *, identifier: str = "", name: str = "") -> None:
        """A line that changes nothing, and why."""
        outcome = LineOutcome.REFUSED
        self.add(ReportLine(number=number, what=what, identifier=identifier, name=name, outcome=outcome, why=why))

    @property
    def total(self) -> int:
        """How many lines were read."""
        return sum(self.counts.values())

    @property
    def refused(self) -> int:
        """How many lines were refused."""
        return self.counts[LineOutcome.REFUSED]

    @property
    def summary(self) -> str:
        """« 3 lignes lues : 2 créées, 1 refusée. »"""
        return summary(self.counts)

    def sorted_lines(self) -> list[dict[str, Any]]:
        """The lines as they are kept, in the order of the file."""
        return [asdict(line) for line in sorted(self.lines, key=lambda line: (_ORDER.get(line.what, 9), line.number))]


_ORDER = {"fichier": 0, "territoire": 1, "commune": 2, "structure": 3, "service": 4}


def summary(counts: dict[str, int]) -> str:
    """The counts in one sentence. Kept counts come back from the database without an order."""
    found = [(counts.get(outcome, 0), words) for outcome, words in WORDS.items()]
    parts = [plural(count, *words) for count, words in found if count]
    lines = plural(sum(count for count, _ in found), "ligne lue", "lignes lues")
    return f"{lines} : {', '.join(parts)}." if parts else f"{lines}."


def brief(value: Any) -> str:
    """A value as a sentence quotes it."""
    if value is None or value == "" or value == []:
        return "rien"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = readable(text)
    return f"« {text[:SHOWN]}… »" if len(text) > SHOWN else f"« {text} »"


def readable(text: Any, most: int = SHOWN) -> str:
    """Whatever a file holds, as something that can be kept and shown: no lone surrogate, no control character."""
    plain = str(text).encode(errors="replace").decode()
    return "".join(sign if sign.isprintable() else " " for sign in plain[: most + 1])


COLUMNS = ("Ligne", "Sorte", "Identifiant", "Nom", "Résultat", "Champs", "Pourquoi", "Avertissements")


def table(lines: Iterable[dict[str, Any]]) -> bytes:
    """The report for a French spreadsheet."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        word = WORDS[LineOutcome(line["outcome"])][0]
        said = [line["what"], line["identifier"], line["name"], word, ", ".join(line["fields"]), line["why"]]
        writer.writerow([line["number"], *map(neutral, said), neutral(" ".join(line["warnings"]))])
    return BOM + output.getvalue().encode()
