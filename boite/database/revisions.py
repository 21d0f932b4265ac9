"""What happened to a thing, kept for good: by whom, when, and each field before and after.

Every history is a table of its own, whose model derives from one of these, and names what it is the history of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from tortoise import fields

from boite.clock import now
from boite.database.model import Model

SITTING = timedelta(minutes=15)
"""Savings of the same person that are closer than this are one step of a history, and one entry of their journal."""
Change = dict[str, Any]
"""One field: `field`, `before`, `after`, as JSON keeps values; where a thing has parts, also which one (`of`)."""


class Signed(Model):
    """Something written once: by whom, and when."""

    id: int = fields.BigIntField(primary_key=True)
    by: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "boite.User", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    """Nobody where an hour came by itself, or where their account is closed."""
    by_id: UUID | None
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        """Each history has its table."""

        abstract = True


class Revision(Signed):
    """One change, never deleted: who asks what was said before, or who changed it, finds it here."""

    changes: list[Change] = fields.JSONField(default=list)

    class Meta:
        """Each history has its table."""

        abstract = True


R = TypeVar("R", bound=Revision)


async def of_this_sitting(rows: type[R], by: UUID, **of: Any) -> R | None:
    """The last change of a thing, where the same person made it just now: what they save next joins it."""
    last = await rows.filter(**of).order_by("-id").first()
    return last if last is not None and last.by_id == by and now() - last.at <= SITTING else None


def plain(value: Any) -> Any:
    """A value as JSON keeps it, the same from both databases."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, UUID) else value


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], *, absent: Any = None, **about: Any
) -> list[Change]:
    """Each field that differs, in order, as plain values. `about` says of each which part of the thing it is in.

    A field that one of both does not have holds `absent` there.
    """
    names = dict.fromkeys((*before, *after))
    pairs = ((name, plain(before.get(name, absent)), plain(after.get(name, absent))) for name in names)
    return [{**about, "field": name, "before": old, "after": new} for name, old, new in pairs if old != new]


def joined(earlier: Iterable[Change], later: Iterable[Change]) -> list[Change]:
    """Two changes of the same thing as one. What came back to what it was is left out."""
    told = {_field(change): change for change in earlier}
    for change in later:
        told[_field(change)] = {**change, "before": told.get(_field(change), change)["before"]}
    return [change for change in told.values() if change["before"] != change["after"]]


def _field(change: Change) -> tuple[Any, ...]:
    return tuple(value for name, value in sorted(change.items()) if name not in {"before", "after"})
