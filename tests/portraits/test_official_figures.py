"""INSEE's files enter whole, and portraits say what a reckoning by another way says."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

from starlette.applications import Starlette

from boite.directory.exchange.imports import import_file
from boite.directory.models import REGION, Territory
from boite.portraits import counts, portrait_view
from boite.portraits.figure_import import import_figures
from boite.portraits.models import Figure, PlaceLevel
from tests.directory.data_files import official, outcomes
from tests.files.test_query_counts import counted

COMMUNES = "insee_comparateur_2018_communes_cvl.csv"
TERRITORIES = "insee_comparateur_2018_territoires_cvl.csv"
VARIABLES = "insee_comparateur_2018_variables.csv"
DIRECTORY = ("spro_territoires_hypothese.csv", "communes_centre_val_de_loire_2026.csv", "spro_communes_hypothese.csv")


def table(name: str) -> list[dict[str, str]]:
    """A file as a table, without any of our code."""
    return list(csv.DictReader(io.StringIO(official(name).decode())))


def said(portrait: portrait_view.Portrait) -> dict[str, portrait_view.ComparedFigure]:
    """The lines of a portrait, by their code."""
    return {row.measure.code: row for chapter in portrait.chapters for row in chapter.rows}


async def test_the_official_figures_enter_whole_and_are_right(app: Starlette) -> None:
    for name in DIRECTORY:
        assert not (await import_file(name, official(name))).refused
    for name, places in ((COMMUNES, 1754), (TERRITORIES, 26)):
        report = await import_figures(official(name), file_name=name)
        assert (outcomes(report), report.notes) == ({"created": places}, [])
        assert outcomes(await import_figures(official(name), file_name=name)) == {"unchanged": places}
    variables = {row["variable"] for row in table(VARIABLES)}
    columns = set(table(COMMUNES)[0]) - {"code_insee"}
    assert columns == variables
    assert len(variables) == 32
    filled = sum(bool(row[name]) for row in table(COMMUNES) for name in variables)
    assert await Figure.filter(level=PlaceLevel.COMMUNE).count() == filled

    # The Cher is a whole department: what its communes add up to is what INSEE says of it elsewhere.
    cher = said(await portrait_view.portrait(await Territory.get(code="SPRO-18")))
    [official_cher] = [row for row in table(TERRITORIES) if (row["niveau"], row["code"]) == ("departement", "18")]
    here = {code: row.here.low for code, row in cher.items() if row.here}
    assert here["population"] == 303374
    for code, name in {"menages": "P18_MEN", "etablissements": "ETTOT18", "naissances": "NAISD20"}.items():
        assert abs(here[code] - float(official_cher[name])) < 1, code
    assert abs(here["chomage"] - 100 * 17965 / 132149) < 0.01
    assert abs(here["population-change"] - 100 * (303374 / 311613 - 1)) < 0.01
    assert cher["chomage"].said(cher["chomage"].region) == "12,6\u202f%"  # 145,825 of 1,160,665

    # Orléans is made of some communes of the Loiret: by hand, from both files, in exact fractions.
    group = {row["code_insee"] for row in table(DIRECTORY[2]) if row["spro_code"] == "SPRO-45-ORLEANS"}
    rows = [row for row in table(COMMUNES) if row["code_insee"] in group]
    portrait = await portrait_view.portrait(await Territory.get(code="SPRO-45-ORLEANS"))
    orleans = said(portrait)
    known = [row for row in rows if row["PIMP19"]]
    among = sum(Fraction(row["NBMENFISC19"]) for row in known)
    taxed = sum(Fraction(row["PIMP19"]) * Fraction(row["NBMENFISC19"]) for row in known) / among
    every = sum(Fraction(row["NBMENFISC19"] or "0") for row in rows)
    imposed = orleans["imposes"].here
    assert imposed
    assert (round(imposed.low, 6), round(imposed.covers, 6)) == (round(float(taxed), 6), round(float(among / every), 6))
    medians = [float(row["MED19"]) for row in rows if row["MED19"]]
    median = orleans["niveau-de-vie"].here
    assert median
    assert (median.low, median.high, median.places) == (min(medians), max(medians), len(medians))
    owners = sum(Fraction(row["P18_RP_PROP"]) for row in rows) / sum(Fraction(row["P18_RP"]) for row in rows)
    assert orleans["proprietaires"].here
    assert round(orleans["proprietaires"].here.low, 8) == round(float(100 * owners), 8)

    assert portrait.communes == (len(group), len(group))
    assert portrait.sources == ["Insee, comparateur de territoires"]
    assert not portrait.fictional
    assert all(row.here and row.region for row in orleans.values())
    assert len(orleans) == 34
    region = await counts.of_region(REGION)
    assert region.together("POP")[0].total == 2572497
    with counted() as seen:
        await portrait_view.portrait(await Territory.get(code="SPRO-37"))
    assert len(seen) <= 9, seen
