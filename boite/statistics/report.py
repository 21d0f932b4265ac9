"""The report of one place and one period, on one page: what is on it. A sheet of HTML and a PDF are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boite.statistics import charts
from boite.statistics.board import Board
from boite.statistics.charts import HeadcountBar
from boite.statistics.place_names import NamedPlace
from boite.statistics.published import ROUNDED, UNCOUNTED, MeasureShown
from boite.statistics.takeaways import Takeaway
from boite.text.french import date_fr, of_fr

MEASURES = 10
"""Lines of the table: the first of the page, which matter most."""
PUBLICS = 8
"""Situations of the page, those of most people first; the others are on the site."""
STATES = {"provisoire": "Chiffres provisoires", "revise": "Chiffres révisés", "definitif": "Chiffres définitifs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is on the page."""

    place: NamedPlace
    board: Board
    takeaways: Sequence[Takeaway]

    @property
    def title(self) -> str:
        """« Les chiffres d'octobre 2026 »."""
        return f"Les chiffres {of_fr(self.board.dashboard.about.period.label)}"

    @property
    def state(self) -> str:
        """How sure they are, and since when they can be read."""
        about = self.board.dashboard.about
        return f"{STATES[about.state.value]}, parus le {date_fr(about.published_at)}."

    @property
    def subject(self) -> str:
        """What the drawings are of."""
        return f"{self.board.shown.measure.label} : {self.board.title.lower()}"

    @property
    def ages(self) -> list[HeadcountBar]:
        """The three ages."""
        detail = self.board.shown.crossings
        return charts.bars(detail.by_age()) if detail else []

    @property
    def publics(self) -> Sequence[HeadcountBar]:
        """The situations that the page has room for."""
        return self.board.publics[:PUBLICS]

    @property
    def heads(self) -> list[str]:
        """The columns of the table."""
        return ["Personnes", *(head for head, _ in self.board.compared)]

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """The table: each measure and its figures, in words."""
        return [(shown.measure.label, self._cells(shown)) for shown in self.board.dashboard.measures[:MEASURES]]

    def _cells(self, shown: MeasureShown) -> list[str]:
        cells = [shown.cell, *(getattr(shown, name) for _, name in self.board.compared)]
        return ["–" if cell is None else cell.words for cell in cells]

    @property
    def note(self) -> str:
        """How to read it."""
        return f"{ROUNDED} {UNCOUNTED}"
