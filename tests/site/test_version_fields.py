"""The version that a form brings back: a number of ours, or none."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from tortoise import Tortoise

from boite.web import versions
from boite.web.forms import Form


@pytest.mark.parametrize("sent", ["", "-1", "²", "٣", "1.5", " 1", "9" * 19, "9" * 5_000, "x"])
def test_what_is_no_version_of_ours_is_none(sent: str) -> None:
    """Python itself refuses to read a number of more than 4,300 digits."""
    assert versions.number(Form([(versions.FIELD, sent)])) == 0


def test_a_version_is_read() -> None:
    assert versions.number(Form([(versions.FIELD, "12")])) == 12
    assert versions.number(Form([(versions.FIELD, str(versions.LARGEST))])) == versions.LARGEST


async def test_the_largest_one_fits_the_column_it_is_compared_with(app: Starlette) -> None:
    """PostgreSQL refuses to compare a column with a number that it cannot hold: a form that brought one was a 500."""
    versioned = [model for model in Tortoise.apps["boite"].values() if "version" in model._meta.fields_map]
    assert len(versioned) > 2
    for model in versioned:
        assert not await model.filter(version=versions.LARGEST).exists(), model
