"""Models that share an abstract one keep fields of their own."""

from __future__ import annotations

import pytest
from tortoise import fields

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
