"""The kinds that somebody may choose, under a few names: each theme is one line of the page, and unfolds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boite.languages.messages import _
from boite.notifications.kind_grid import GridLine
from boite.notifications.message_kind import MessageKind

PAPERS, EVENTS, STRUCTURES = _("Mes papiers"), _("Mes événements"), _("Les structures")
WORK, RUNNING = _("Mon travail"), _("L'exploitation")
_OF_FAMILY = {"event": EVENTS, "structure": STRUCTURES, "suggestion": STRUCTURES}
"""By the first word of a code. The others are about papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Kinds that go together, and how many of them are told somewhere."""

    label: str
    lines: tuple[GridLine, ...]

    @property
    def told(self) -> int:
        """The kinds that at least one channel carries."""
        return sum(any(ticked for _field, _words, ticked in line.boxes) for line in self.lines)


def themes(grid: Sequence[GridLine]) -> list[Theme]:
    """These lines under their themes, both in the order of the grid."""
    found: dict[str, list[GridLine]] = {}
    for line in grid:
        found.setdefault(_label(line.kind), []).append(line)
    return [Theme(label=label, lines=tuple(lines)) for label, lines in found.items()]


def _label(kind: MessageKind) -> str:
    if kind.operators:
        return RUNNING
    if kind.at_work:
        return WORK
    return _OF_FAMILY.get(kind.code.partition(".")[0], PAPERS)
