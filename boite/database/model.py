"""The base of every model of ours: Tortoise's, which shares no field and reads none of our source files at a start."""

from __future__ import annotations

from copy import copy
from typing import Any, cast

from tortoise.fields import Field
from tortoise.models import Model as TortoiseModel
from tortoise.models import ModelMeta

FILTERS = frozenset({"", "not", "in", "not_in", "gt", "gte", "lt", "lte", "range", "isnull", "not_isnull"})
FILTERS |= {"contains", "startswith", "endswith"}
"""The ways to filter a column that we use. Tortoise prepares thirty for each: 25,000 in all, 4 Mio kept for nothing."""


class _OwnFields(ModelMeta):
    """Each model has its own fields, even those that it inherits.

    Tortoise gives one field to all the models of an abstract one, and the field then names the last of them only: a
    join through it fails where that one is not in use.

    Besides, Tortoise looks for `#:` comments: it read and parsed the source of each model, 0.2 s for 84 of them.

    We write none. `_no_comments` is what its own migrations set. A subclass does not inherit it, hence a metaclass.
    """

    __slots__ = ()

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> _OwnFields:
        return cast("_OwnFields", super().__new__(cls, name, bases, {"_no_comments": True, **attrs}))

    @classmethod
    def _search_for_field_attributes(cls, base: type, attrs: dict[str, Any]) -> None:
        super()._search_for_field_attributes(base, attrs)
        fields = {id(field): copy(field) for field in attrs.values() if isinstance(field, Field)}
        attrs.update({name: fields[id(field)] for name, field in attrs.items() if id(field) in fields})

    @staticmethod
    def _dispatch_fields(*arguments: Any, **named: Any) -> Any:
        fields_map, filters, *others = ModelMeta._dispatch_fields(*arguments, **named)
        kept = {name: how for name, how in filters.items() if name.partition("__")[2] in FILTERS}
        return (fields_map, kept, *others)


class Model(TortoiseModel, metaclass=_OwnFields):
    """A row. Every model of ours derives from it: `tests/test_start.py`."""

    class Meta:
        """Not a table itself."""

        abstract = True
