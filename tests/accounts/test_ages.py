"""Ages as they are counted: the one reached in the year, in one fine age and in the groupings that hold it."""

from __future__ import annotations

import pytest

from boite.accounts.ages import FINE, GROUPINGS, THREE, fine

ALL = (1 << len(FINE)) - 1


@pytest.mark.parametrize(
    ("born", "label"),
    [
        *(
            (2026, "moins de 15"),
            (2012, "moins de 15"),
            (2011, "15"),
            (2010, "16-17"),
            (2009, "16-17"),
            (2008, "18-21"),
        ),
        *((2005, "18-21"), (2004, "22-24"), (2001, "25"), (2000, "26-29"), (1996, "30"), (1995, "31-34")),
        *((1991, "35-44"), (1976, "50-54"), (1962, "60-64"), (1961, "65 et plus"), (1900, "65 et plus")),
    ],
)
def test_the_age_is_the_one_reached_in_the_year(born: int, label: str) -> None:
    assert FINE[fine(born, 2026)] == label


def test_who_is_born_later_than_the_year_is_among_the_youngest() -> None:
    assert fine(2030, 2026) == 0


def test_every_age_is_somewhere_and_none_twice() -> None:
    assert len(FINE) == 15
    assert sum(band.mask for band in THREE) == ALL
    for bands in GROUPINGS.values():
        assert sum(band.mask for band in bands).bit_count() == sum(band.mask.bit_count() for band in bands)


def test_one_band_of_two_groupings_is_one() -> None:
    """« 25-49 » has two names and one identity."""
    both = [band for bands in GROUPINGS.values() for band in bands if band.label == "25-49"]
    assert len(both) == 2
    assert both[0].mask == both[1].mask
    [young] = GROUPINGS["insee-jeunes"]
    assert [FINE[place] for place in range(len(FINE)) if young.mask >> place & 1] == [*FINE[1:7]]
