"""Hand-overs from one place to another as bars, one for each pair: between structures, or between territories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boite.statistics import charts
from boite.statistics.charts import HeadcountBar
from boite.statistics.place_names import names_of_ends
from boite.statistics.published import CrossingLine
from boite.statistics.published_totals import FlowLine

MOST = 12
"""Pairs that are drawn, the most frequent; the table has all of them."""


@dataclass(frozen=True, slots=True)
class FlowDrawn:
    """The people led from one place to another."""

    origin: str
    destination: str
    bar: HeadcountBar


@dataclass(frozen=True, slots=True)
class FlowsDrawing:
    """All that the template draws."""

    flows: Sequence[FlowDrawn]
    """The most frequent first."""

    @property
    def bars(self) -> list[HeadcountBar]:
        """Those that the page has room for."""
        return [flow.bar for flow in self.flows[:MOST]]

    @property
    def fact(self) -> str:
        """The most frequent one, in a line."""
        return f"{self.flows[0].bar.label} : {self.flows[0].bar.cell.words}"

    @property
    def note(self) -> str:
        """How to read it."""
        cut = " Les plus fréquents ; les autres sont dans le tableau." if len(self.flows) > MOST else ""
        return (
            f"D'où partent les personnes, et où elles arrivent.{cut} Les relais de moins de 5 personnes n'y sont pas."
        )


async def flows_drawing(flows: Sequence[FlowLine]) -> FlowsDrawing:
    """The drawing of these, in the same order."""
    names = await names_of_ends(flows)
    ends = [(names[each.origin], names[each.destination]) for each in flows]
    bars = charts.bars(CrossingLine(_label(*pair), each.cell) for pair, each in zip(ends, flows, strict=True))
    return FlowsDrawing([FlowDrawn(*pair, bar) for pair, bar in zip(ends, bars, strict=True)])


def _label(origin: str, destination: str) -> str:
    return f"{origin}, à l'intérieur" if origin == destination else f"{origin} vers {destination}"
