"""What the pages of a portrait say, gathered in a few queries whatever it holds."""

from __future__ import annotations

from dataclasses import dataclass

from boite.database.connection import fetch
from boite.directory.models import ImportRun, Scale, Territory
from boite.portraits import counts, figure_words
from boite.portraits.counts import Counts
from boite.portraits.figure_chart import Drawing, drawing
from boite.portraits.models import FICTIONAL, PortraitText
from boite.portraits.questions import QUESTIONS, Measure, PortraitQuestion
from boite.portraits.reckoning import Reckoned
from boite.publishing.prose import html_of
from boite.text import rich_text


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure beside the region's."""

    measure: Measure
    here: Reckoned | None
    region: Reckoned | None
    """None too on the region's own portrait."""

    @property
    def drawing(self) -> Drawing | None:
        """Both as bars."""
        return drawing(self.here, self.region, self.measure.unit)

    def said(self, reckoned: Reckoned | None) -> str:
        """A value in words."""
        return figure_words.said(reckoned, self.measure.unit)

    @property
    def years(self) -> str:
        """The year that it tells of."""
        return figure_words.years(self.here or self.region)

    @property
    def other_years(self) -> str:
        """The region's, where it is not the same."""
        theirs = figure_words.years(self.region)
        return theirs if self.here and self.region and theirs != self.years else ""

    @property
    def part(self) -> str:
        """The part of the region that is here."""
        return figure_words.part(self.here, self.region, self.measure.unit)


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question, its figures, and the words of the group."""

    question: PortraitQuestion
    rows: list[ComparedFigure]
    sources: list[str]
    text: PortraitText | None = None
    html: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A whole portrait."""

    territory: Territory
    chapters: list[ShownQuestion]
    alone: bool
    """The region's own: nothing to be beside."""
    communes: tuple[int, int]
    """How many communes, and how many of them have figures."""

    @property
    def sources(self) -> list[str]:
        """Every source, once."""
        return sorted({source for chapter in self.chapters for source in chapter.sources})

    @property
    def fictional(self) -> bool:
        """Whether some of its figures are ours, made up for the demonstration."""
        return FICTIONAL in self.sources

    @property
    def empty(self) -> bool:
        """Whether nothing is counted here."""
        return not any(row.here for chapter in self.chapters for row in chapter.rows)


async def portrait(territory: Territory) -> Portrait:
    """Seven queries at most."""
    alone = territory.scale == Scale.REGION
    region = await counts.of_region()
    here = region if alone else await counts.of_territory(territory.code)
    told = (0, 0) if alone else await counts.communes(territory.code)
    texts = {row.question: row for row in await PortraitText.filter(territory_id=territory.code)}
    chapters = [await _chapter(question, here, None if alone else region, texts) for question in QUESTIONS]
    return Portrait(territory, chapters, alone, told)


async def chapter(territory: Territory, question: PortraitQuestion) -> ShownQuestion:
    """The figures of one question alone, to write beside them."""
    alone = territory.scale == Scale.REGION
    region = await counts.of_region()
    here = region if alone else await counts.of_territory(territory.code)
    return await _chapter(question, here, None if alone else region, {})


async def _chapter(
    question: PortraitQuestion, here: Counts, region: Counts | None, texts: dict[str, PortraitText]
) -> ShownQuestion:
    rows = rows_of(question, here, region)
    sources = {source for row in rows for made in (row.here, row.region) if made for source in made.sources}
    text = texts.get(question.code)
    html = await html_of(text) if text is not None and text.body else ""
    return ShownQuestion(question, rows, sorted(sources), text, html)


def rows_of(question: PortraitQuestion, here: Counts, region: Counts | None) -> list[ComparedFigure]:
    """The figures of one question. What neither side can say is not shown."""
    made = [
        ComparedFigure(measure, measure.reckon(here), measure.reckon(region) if region else None)
        for measure in question.measures
    ]
    return [row for row in made if row.here or row.region]


@dataclass(frozen=True, slots=True)
class PortraitEntry:
    """A territory in the list of portraits."""

    territory: Territory
    population: str
    years: str
    texts: int
    """How many of the questions its group answers in words."""
    fictional: bool


async def every() -> list[PortraitEntry]:
    """The region, then its territories by name. Four queries."""
    people = await counts.populations()
    written = await fetch(
        "SELECT territory_id, COUNT(*) AS many FROM portraits_text WHERE body <> '' GROUP BY territory_id"
    )
    texts = {row["territory_id"]: row["many"] for row in written}
    entries = []
    for row in await Territory.all().order_by("-scale", "name"):
        told = people.get(row.code)
        entries.append(
            PortraitEntry(
                row,
                figure_words.number(told.total) if told else "",
                str(told.year) if told else "",
                texts.get(row.code, 0),
                told is not None and FICTIONAL in told.sources,
            )
        )
    return entries


async def page_version() -> tuple[object, ...]:
    """What tells one state of every portrait from another, for the price of two index look-ups.

    Figures, territories and their communes come by imports, each with its trace; texts leave a revision.
    """
    [revision] = await fetch("SELECT MAX(id) AS last FROM portraits_revision")
    run = await ImportRun.filter(paper="").order_by("-at").first().values_list("id", flat=True)
    return revision["last"], run, rich_text.VERSION
