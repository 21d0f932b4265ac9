"""What a figure is made of: rates from their parts, medians never averaged, years never mixed, French of numbers."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite.commands.importing import import_all
from boite.database.connection import opened
from boite.directory.exchange.report import LineOutcome
from boite.directory.models import REGION, Commune, Territory
from boite.portraits import counts, figure_words, portrait_view
from boite.portraits.figure_chart import SLIMMEST, WIDTH, drawing
from boite.portraits.figure_import import import_figures
from boite.portraits.indicators import Column, column
from boite.portraits.models import Figure
from boite.portraits.questions import BY_CODE, QUESTIONS, Measure, Unit
from boite.portraits.reckoning import Reckoned
from boite.settings import Settings

HERE = "SPRO-41"
_codes = count(41001)


def test_a_variable_says_what_and_when() -> None:
    assert {name: column(name) for name in ("P18_POP", "NAIS1318", "NAISD20", "TP6019", "ETTEFP1018", "ETTEF121")} == {
        "P18_POP": Column("POP", 2018),
        "NAIS1318": Column("NAIS", 2018, 2013),
        "NAISD20": Column("NAISD", 2020),
        "TP6019": Column("TP60", 2019),
        "ETTEFP1018": Column("ETTEFP10", 2018),
        "ETTEF121": Column("ETTEF1", 2021),
    }
    assert column("P18_CHIENS") is column("MED") is column("NAIS13") is None


def test_there_are_seven_questions_and_every_code_is_lasting() -> None:
    assert list(BY_CODE) == ["habitants", "evolution", "activite", "emplois", "employeurs", "logement", "revenus"]
    codes = [measure.code for question in QUESTIONS for measure in question.measures]
    assert len(codes) == len(set(codes)) == 34


async def territory(*lines: str, header: str, levels: str = "code_insee") -> None:
    """A territory whose communes have these figures."""
    await Territory.get_or_create({"name": "Centre-Val de Loire", "scale": "region"}, code=REGION)
    await Territory.get_or_create({"name": "Loir-et-Cher", "parent_id": REGION}, code=HERE)
    codes = [str(next(_codes)) for _ in lines]
    for code in codes:
        await Commune.create(
            code=code, name=code, name_key=code, department="41", latitude=47.5, longitude=1.3, territory_id=HERE
        )
    table = [f"{levels},SUPERF,{header}", *(f"{code},10,{line}" for code, line in zip(codes, lines, strict=True))]
    report = await import_figures("\n".join(table).encode())
    assert not report.refused


async def made(code: str) -> Reckoned | None:
    """One figure of the territory."""
    [measure] = [measure for question in QUESTIONS for measure in question.measures if measure.code == code]
    return measure.reckon(await counts.of_territory(HERE))


async def test_rates_come_from_their_parts_and_medians_are_never_averaged(app: object) -> None:
    header = "P18_CHOM1564,P18_ACT1564,MED19,TP6019,PIMP19,NBMENFISC19,NAIS1318,DECE1318,P18_POP,P13_POP"
    await territory(
        "10,100,20000,20,50,300,40,30,1000,950", "90,300,30000,,,100,10,40,2000,2100", "0,0,,,,,0,0,0,0", header=header
    )
    unemployed, taxed, median = await made("chomage"), await made("imposes"), await made("niveau-de-vie")
    assert unemployed
    assert unemployed.low == unemployed.high == pytest.approx(25), "100 of 400, not the mean of 10 and 30"
    assert taxed
    assert (taxed.low, taxed.covers) == (50, 0.75), "known for 300 households of 400"
    assert median
    assert (median.low, median.high, median.places) == (20000, 30000, 2)
    poor, natural, moved = await made("pauvrete"), await made("solde-naturel"), await made("solde-migratoire")
    assert poor
    assert (poor.low, poor.high, poor.places) == (20, 20, 1)
    assert natural
    assert (natural.low, natural.since, natural.year) == (-20, 2013, 2018)
    assert moved
    assert moved.low == -50 - -20
    assert await made("emplois") is None
    assert figure_words.said(None, Unit.COUNT) == "Pas de chiffre"


async def test_years_are_not_mixed_nor_is_half_a_territory_its_whole(app: object) -> None:
    await territory("10,100", "20,100", header="P18_CHOM1564,P18_ACT1564")
    [first, second] = await Commune.all().order_by("code")
    newer = f"code_insee,SUPERF,P21_CHOM1564,P21_ACT1564\n{first.code},10,50,100\n"
    await import_figures(newer.encode())
    still = await made("chomage")
    assert still
    assert (still.low, still.year) == (15, 2018), "a year that one commune alone has says nothing of the territory"
    await import_figures(f"code_insee,SUPERF,P21_CHOM1564\n{second.code},10,50\n".encode())
    count_of, rate = await made("chomeurs"), await made("chomage")
    assert count_of
    assert (count_of.low, count_of.year) == (100, 2021)
    assert rate
    assert (rate.low, rate.year) == (15, 2018), "a numerator of 2021 never meets a denominator of 2018"
    await Commune.all().delete()
    assert (await portrait_view.portrait(await Territory.get(code=HERE))).empty


REFUSED = {
    "a word": ("41018,10,douze", "mal écrit"),
    "less than nothing": ("41018,10,-1", "pas possible"),
    "no number": ("41018,10,nan", "pas possible"),
    "out of measure": ("41018,10,1e300", "pas possible"),
    "a rate above all": ("41018,10,5,101", "pas possible"),
    "a code": ("4101,10,5", "code"),
    "an injection": ("'; DROP TABLE portraits_figure; --,10,5", "code"),
}


async def test_a_wrong_line_is_refused_and_the_others_enter(app: object) -> None:
    lines = [line for line, _ in REFUSED.values()]
    table = "\n".join(["code_insee,SUPERF,P18_POP,TP6019,CHIENS18", *lines, "41018,10,5,,3", "41018,10,6,", ""])
    report = await import_figures(table.encode())
    whys = [line.why for line in report.lines if line.outcome == LineOutcome.REFUSED]
    for (name, (_, words)), why in zip(REFUSED.items(), whys, strict=False):
        assert words in why, name
    assert "déjà à la ligne 9" in whys[-1]
    assert report.notes[0] == "Colonnes inconnues, laissées de côté : CHIENS18."
    assert await Figure.all().values_list("indicator", "value") == [("SUPERF", 10), ("POP", 5)]
    again = await import_figures(b"code_insee;SUPERF;P18_POP\n41018;10;\n")
    assert again.counts == {"changed": 1}, "what the source takes back is taken back"
    assert await Figure.all().values_list("indicator") == [("SUPERF",)]


async def test_the_command_knows_such_a_file_by_its_header(settings: Settings) -> None:
    files = {"a.csv": b"niveau;code;nom;SUPERF;P18_POP\nregion;24;Centre-Val de Loire;39151;2572853\n"}
    for dry_run, kept in ((True, 0), (False, 2)):
        [report] = await import_all(settings, files, dry_run=dry_run)
        assert (report.kind, report.counts) == ("figures", {"created": 1})
        async with opened(settings):
            assert await Figure.all().count() == kept


sizes = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)


@profile(max_examples=60)
@given(sizes, sizes, st.sampled_from(list(Unit)), st.booleans())
def test_a_bar_never_leaves_its_drawing(here: float, region: float, unit: Unit, spread: bool) -> None:
    def value(one: float) -> Reckoned:
        return Reckoned(one, one + (10 if spread else 0), None, 2018, frozenset({"x"}), places=3 if spread else 0)

    if unit == Unit.COUNT:
        here, region = abs(here), abs(region)
    drawn = drawing(value(here), value(region), unit)
    for bar in drawn.bars if drawn else ():
        assert 0 <= bar.x <= WIDTH
        assert bar.width >= 0
        assert bar.x + bar.width <= WIDTH + 0.02 + SLIMMEST
    assert "nan" not in figure_words.said(value(here), unit)


def test_french_of_numbers() -> None:
    def said(value: float, unit: Unit) -> str:
        return figure_words.said(Reckoned(value, value, None, 2018, frozenset()), unit).replace("\u202f", " ")

    assert said(1038810, Unit.COUNT) == "1 038 810"
    assert said(13.75, Unit.PERCENT) == "13,8 %"
    assert [said(value, Unit.CHANGE) for value in (0.54, -0.94, -0.01)] == ["+0,5 %", "\u22120,9 %", "0,0 %"]
    assert said(-1234.4, Unit.BALANCE) == "\u22121 234"
    assert [said(value, Unit.NUMBER) for value in (64.04, 704.1)] == ["64,0", "704"]
    assert isinstance(QUESTIONS[0].measures[0], Measure)
