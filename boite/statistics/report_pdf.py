"""The report of one place and one period as a PDF of one page of A4."""

from __future__ import annotations

from collections.abc import Sequence

from boite.statistics.charts import LONGEST, HeadcountBar
from boite.statistics.charts_trend import WIDE
from boite.statistics.report import Report
from boite.text.french import sentence_case
from boite.text.pdf import A4, INK, Colour, PdfSheet, width_of, wrapped

LEFT, RIGHT, FOOT = 48, A4[0] - 48, A4[1] - 40
VIOLET: Colour = (0.34, 0.14, 0.44)
PALE: Colour = (0.8, 0.75, 0.68)
HALF = 240
"""Points of a column of bars."""


def report_pdf(report: Report) -> bytes:
    """Its file. Everything has its place: what a long name does not leave room for is cut with « … »."""
    sheet = PdfSheet()
    sheet.box(0, 0, A4[0], 8, VIOLET)
    sheet.text(LEFT, 46, fitting(report.title, 20, RIGHT - LEFT), 20, bold=True)
    sheet.text(LEFT, 66, fitting(f"{report.place.name}. {report.state}", 11, RIGHT - LEFT), 11)
    _takeaways(sheet, report, 100)
    _trend(sheet, report, 196)
    _table(sheet, report, 372)
    if report.publics:
        _bars(sheet, LEFT, 588, "Par situation", report.publics)
        _bars(sheet, RIGHT - HALF, 588, "Par âge", report.ages)
    for rank, line in enumerate(wrapped(report.note, 8, RIGHT - LEFT)):
        sheet.text(LEFT, FOOT - 20 + 10 * rank, line, 8)
    return sheet.file(f"{report.title}, {report.place.name}")


def fitting(words: str, size: float, width: float) -> str:
    """These words, cut where they are wider than so many points."""
    if width_of(words, size, bold=True) <= width:
        return words
    while words and width_of(words + "…", size, bold=True) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def _takeaways(sheet: PdfSheet, report: Report, top: float) -> None:
    wide = (RIGHT - LEFT) / 3
    for rank, each in enumerate(report.takeaways):
        x = LEFT + rank * wide
        sheet.text(x, top + 16, each.figure, 22, bold=True)
        told = f"{each.words} {sentence_case(each.stands_out)}." if each.stands_out else each.words
        for number, line in enumerate(list(wrapped(told, 10, wide - 16))[:4]):
            sheet.text(x, top + 34 + 13 * number, line, 10)


def _trend(sheet: PdfSheet, report: Report, top: float) -> None:
    plan, scale = report.board.drawings[0], (RIGHT - LEFT) / WIDE
    sheet.text(LEFT, top, fitting(report.subject, 12, RIGHT - LEFT), 12, bold=True)

    def place(x: float, y: float) -> tuple[float, float]:
        return LEFT + (x - 40) * scale, top + (y - 6) * 0.6

    for y, words in plan.ticks:
        sheet.line([place(62, y), place(WIDE - 66, y)], PALE, 0.5)
        sheet.text(place(56, 0)[0], place(0, y)[1] + 3, words, 8, right=True)
    for x, words in plan.names:
        at = place(x, 244)
        sheet.text(at[0] - width_of(words, 8) / 2, at[1], words, 8)
    for run in plan.before_points:
        sheet.line([place(*point) for point in run], INK, 1, "1 2")
    for run in plan.points:
        sheet.line([place(*point) for point in run], VIOLET, 2)
    for mark in plan.marks:
        x, y = place(mark.x, mark.y)
        if mark.few:
            for step in (-3, 0, 3):
                sheet.line([(x + step, y), (x + step, place(0, 222)[1])], INK, 1)
        else:
            sheet.box(x - 2, y - 2, 4, 4, VIOLET)
        if mark.last:
            sheet.text(x + 8, y + 4, mark.moment.cell.words if mark.moment.cell else "", 12, bold=True)


def _table(sheet: PdfSheet, report: Report, top: float) -> None:
    ends = [RIGHT - 78 * back for back in range(len(report.heads))][::-1]
    sheet.text(LEFT, top, "Combien de personnes", 12, bold=True)
    for end, head in zip(ends, report.heads, strict=True):
        sheet.text(end, top, head, 9, bold=True, right=True)
    for rank, (label, cells) in enumerate(report.lines):
        y = top + 18 + 17.5 * rank
        sheet.line([(LEFT, y - 12), (RIGHT, y - 12)], PALE, 0.5)
        sheet.text(LEFT, y, fitting(label, 10, ends[0] - LEFT - 60), 10)
        for end, words in zip(ends, cells, strict=True):
            sheet.text(end, y, words, 10, right=True)


def _bars(sheet: PdfSheet, left: float, top: float, title: str, bars: Sequence[HeadcountBar]) -> None:
    sheet.text(left, top, title, 12, bold=True)
    for rank, bar in enumerate(bars):
        y = top + 16 + 21 * rank
        sheet.text(left, y, fitting(bar.label, 8.5, HALF - 50), 8.5)
        sheet.text(left + HALF, y + 8, bar.cell.words, 9, right=True)
        length = (HALF - 62) * bar.length / LONGEST
        if bar.cell.few:
            sheet.line([(left, y + 5.5), (left + length, y + 5.5)], INK, 5, "1.5 1.5")
        else:
            sheet.box(left, y + 3, length, 5, VIOLET)
