"""Models that share an abstract one keep fields of their own."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from tortoise import fields
from tortoise.exceptions import FieldError

from boite.accounts.models import User
from boite.database.model import Model


class Shared(Model):
    """A relation that two models have."""

    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField("boite.User", related_name=False, null=True)

    class Meta:
        """Not a table."""

        abstract = True


class One(Shared):
    """The first of them."""


class Other(Shared):
    """The one that Tortoise would give the field of both to."""


@pytest.mark.parametrize("model", [Shared, One, Other])
def test_a_field_names_the_model_that_has_it(model: type[Model]) -> None:
    """Joins are made by it: that of `One` would have been looked for in `Other`, here in no application."""
    assert {name: field.model for name, field in model._meta.fields_map.items()} == dict.fromkeys(
        model._meta.fields_map, model
    )


async def test_a_way_to_filter_that_nobody_uses_is_not_kept(app: Starlette) -> None:
    """It says so by its name: whoever needs it adds it to `model.FILTERS`."""
    assert await User.filter(handle__startswith="x", closing_at__isnull=True).count() == 0
    with pytest.raises(FieldError, match="handle__iexact"):
        await User.filter(handle__iexact="x")
