"""Every number of people that an output shows, whatever its form."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

import openpyxl
import python_calamine

from boite.accounts.ages import FINE, GROUPINGS
from boite.statistics import published
from boite.statistics.export import COLUMNS
from boite.statistics.measures import MEASURES
from boite.statistics.total_kinds import Sort
from boite.statistics.totals import TOTALS
from boite.text.french import MONTHS

Table = list[list[Any]]
SAID = (
    *("arrondis à 5", "s'écarter de 4 du", "au moins 10 personnes", "Moins de 5", "moins de 5", "moins de 15"),
    *("sous 15", "Ouverte 2.0"),
)
"""What a page says with a number that counts nobody."""
AGES = sorted({*FINE, *(band.label for bands in GROUPINGS.values() for band in bands)}, key=len, reverse=True)
_MONTH = "|".join(MONTHS)
_YEARS = re.compile(
    rf"(?:[0-9]{{1,2}} )?(?:{_MONTH}) [0-9]{{4}}|20[0-9]{{2}}(?:-20[0-9]{{2}}|-T[1-4]|-[01][0-9])?"
    r"|[1-4]e?r? trimestre|T[1-4] [0-9]{2}\b|\b[0-9]+ personnes? sur [0-9]+|[0-9]+\s%"
)
_ATTRIBUTES = re.compile(r"""(?:aria-label|title|alt)="([^"]*)\"""")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
_OBJECTS = re.compile(r'<td class="exact number.*?</td>|<span class="fold-fact exact">.*?</span>', re.DOTALL)
"""What is nobody's is exact."""
_RANK = re.compile(r"\b[0-9]{1,2}\. (?=[A-Z])|(?<=>)[0-9]{1,2}(?=</text></a>)")
"""Of a place on the map, and in the list under it."""
_NUMBERS = re.compile(r"[0-9]+(?:\s[0-9]{3})*")


def in_a_page(text: str) -> Iterator[int]:
    """Every number of a page, of its drawings and of what is only heard, but dates, ages and sentences."""
    main = _OBJECTS.sub(" ", _RANK.sub(" ", _UNSEEN.sub(" ", text[text.index("<main") : text.index("</main>")])))
    seen = unescape(" | ".join([re.sub(r"<[^>]*>", " | ", main), *_ATTRIBUTES.findall(main)]))
    seen = re.sub(r"[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", seen).replace(
        "\N{RIGHT SINGLE QUOTATION MARK}", "'"
    )
    sentences = (published.ROUNDED, published.FEW_WHY, published.NO_CROSSING, published.ACTS_WHY, *COLUMNS.values())
    defined = [each.definition for each in MEASURES] + [each.definition for each in TOTALS]
    for known in (*sentences, *defined, *(each.label for each in MEASURES), *SAID):
        seen = seen.replace(known, " | ")
    seen = _YEARS.sub(" | ", seen)
    for age in (age for age in AGES if not age.isdigit()):
        seen = re.sub(rf"(?<![0-9]){age}(?![0-9])", " | ", seen)
    for found in _NUMBERS.findall(seen):
        yield int(re.sub(r"\s", "", found))


def in_a_table(rows: Table) -> Iterator[int]:
    """The numbers of people. Raises where something is neither a number nor « moins de… », or is not rounded as it has
    to be: people to 5, acts to 10; only what is nobody's is exact.
    """
    place = rows[0].index("nombre")
    sorts = {total.code: total.sort for total in TOTALS}
    for row in rows[1:]:
        value, unit, step, _, *compared = row[place:]
        sort = sorts.get(row[rows[0].index("mesure")], Sort.PEOPLE)
        assert (unit, int(step)) == (sort.value, {Sort.PEOPLE: 5, Sort.ACTS: 10, Sort.OBJECTS: 1}[sort]), row
        few = {Sort.PEOPLE: "moins de ", Sort.ACTS: "trop peu"}.get(sort, "?")
        for number in (value, *(each for each in compared if each)):
            if isinstance(number, str) and number.startswith(few):
                continue
            assert float(number) == int(float(number)) >= (sort != Sort.OBJECTS), row
            assert int(float(number)) % int(step) == 0, row
            if sort == Sort.PEOPLE:
                yield int(float(number))


def of_csv(content: bytes) -> tuple[Table, list[str]]:
    """Its lines, and the sentences under them."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    end = lines.index([]) if [] in lines else len(lines)
    return [list(line) for line in lines[:end]], [cell for line in lines[end:] for cell in line]


def of_xlsx(content: bytes) -> tuple[Table, list[str]]:
    """As openpyxl reads it. Raises where a cell computes."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert all(cell.data_type in "sn" for sheet in book for row in sheet.iter_rows() for cell in row)
    first, second = (
        [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book
    )
    return first, _said(second)


def of_ods(content: bytes) -> tuple[Table, list[str]]:
    """As calamine, which Excel and OpenDocument files are read with in Rust, does."""
    book = python_calamine.load_workbook(io.BytesIO(content))
    first, second = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    return [[int(cell) if isinstance(cell, float) else cell for cell in row] for row in first], _said(second)


def of_json(content: bytes) -> tuple[Table, dict[str, Any]]:
    """Its lines under the names of their columns, and the rest."""
    said = json.loads(content)
    return [list(said["colonnes"]), *said.pop("lignes")], said


def _said(rows: Sequence[Sequence[Any]]) -> list[str]:
    return [str(cell) for row in rows for cell in row]
