"""Months without names, and the figures made of them: the rows.

Exact numbers of people are in no row: facts are people without names, and what is published is rounded.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model

LONGEST_PATH = 130
LONGEST_CODE = 12
"""Of a period: « 2026-2027 »."""


class StatSecret(Model):
    """What draws the roundings: made once, saved with the base, never shown, never changed (`secret.py`)."""

    id: int = fields.SmallIntField(primary_key=True, generated=False)
    secret: bytes = fields.BinaryField()
    made_at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "stat_secret"


class StatPlace(Model):
    """A place as it was when somebody was counted there: a structure that moves has another row."""

    id: int = fields.IntField(primary_key=True)
    path = fields.CharField(max_length=LONGEST_PATH, unique=True)
    """Codes from the region's down, a slash between two (`places.Path`)."""
    code = fields.CharField(max_length=40)
    """The last of them."""

    class Meta:
        table = "stat_place"
        indexes = (Index(fields=("code",), name="stat_place_code"),)


class StatPerson(Model):
    """The number under which an account is counted. Drawn, not derived: once the row is gone, nobody finds it."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "boite.User", related_name="counted_as", on_delete=fields.CASCADE, primary_key=True
    )
    user_id: UUID
    key: int = fields.BigIntField(unique=True)

    class Meta:
        table = "stat_person"


class StatFact(Model):
    """One person, one month, without a name: where they were, what they were, what they did."""

    id: int = fields.BigIntField(primary_key=True, generated=False)
    """Months since 2000, then the 52 bits of the key: a month is read in the order of keys, by the table itself."""
    place_id: int = fields.IntField()
    public: int = fields.SmallIntField()
    age: int = fields.SmallIntField()
    bits: int = fields.BigIntField()
    """The measures (`measures.py`) that count them."""
    deposits: int = fields.SmallIntField(default=0, db_default=0)
    """Papers that they added: 20 at most, and so are the messages left to them."""
    messages: int = fields.SmallIntField(default=0, db_default=0)

    class Meta:
        table = "stat_fact"


class StatLink(Model):
    """One person, one month, and one more structure that helps them along than the one of their fact."""

    id: int = fields.BigIntField(primary_key=True)
    fact: int = fields.BigIntField()
    """The number of their fact."""
    place_id: int = fields.IntField()
    public: int = fields.SmallIntField()
    age: int = fields.SmallIntField()

    class Meta:
        table = "stat_link"
        unique_together = (("fact", "place_id"),)


class StatGroup(Model):
    """The people of one old month who were alike: what is left of facts a year after their school year."""

    id: int = fields.BigIntField(primary_key=True)
    month = fields.CharField(max_length=LONGEST_CODE)
    place_id: int = fields.IntField()
    public: int = fields.SmallIntField()
    age: int = fields.SmallIntField()
    bits: int = fields.BigIntField()
    people: int = fields.IntField()
    deposits: int = fields.IntField(default=0, db_default=0)
    """Of all of them together, each for 20 at most."""
    messages: int = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "stat_group"
        indexes = (Index(fields=("month",), name="stat_group_month"),)


class PeriodState(StrEnum):
    """How sure the figures of a period are."""

    PROVISIONAL = "provisoire"
    """Late entries may still change it, once: when its quarter closes."""
    REVISED = "revise"
    """They did, when its quarter closed. It changes no more."""
    FINAL = "definitif"
    """It changes no more."""


class StatPeriod(Model):
    """A period that was published."""

    code = fields.CharField(max_length=LONGEST_CODE, primary_key=True)
    state = fields.CharEnumField(PeriodState, max_length=12)
    published_at: datetime = fields.DatetimeField(default=now)
    closed_at: datetime | None = fields.DatetimeField(null=True)
    """Since when it changes no more."""
    mark = fields.CharField(max_length=32)
    """What tells the secret that rounded it, without saying it."""

    class Meta:
        table = "stat_period"


class StatHeadline(Model):
    """The totals of one place and one period: one number for each measure, in fives, packed (`packing.py`)."""

    id: int = fields.BigIntField(primary_key=True)
    place_id: int = fields.IntField()
    period = fields.CharField(max_length=LONGEST_CODE)
    figures: bytes = fields.BinaryField()

    class Meta:
        table = "stat_headline"
        unique_together = (("place_id", "period"),)


class StatFigure(Model):
    """One measure by public and by age, in one place and one period: the shapes of its level, in fives, packed.

    No row where the place is too small for it (rule R2).
    """

    id: int = fields.BigIntField(primary_key=True)
    place_id: int = fields.IntField()
    period = fields.CharField(max_length=LONGEST_CODE)
    measure: int = fields.SmallIntField()
    as_of = fields.CharField(max_length=LONGEST_CODE)
    """The period that it is the photograph of: an older month for what is held, where too few people moved since."""
    figures: bytes = fields.BinaryField()

    class Meta:
        table = "stat_figure"
        unique_together = (("place_id", "measure", "period"),)


class StatTotal(Model):
    """What is counted besides people of boxes, in one place and one period: as it is shown, packed (`totals.py`)."""

    id: int = fields.BigIntField(primary_key=True)
    place_id: int = fields.IntField()
    period = fields.CharField(max_length=LONGEST_CODE)
    figures: bytes = fields.BinaryField()

    class Meta:
        table = "stat_total"
        unique_together = (("place_id", "period"),)


class StatFlow(Model):
    """The people led from one place to another, as one place tells it: as it is shown. No row for « moins de 5 »."""

    id: int = fields.BigIntField(primary_key=True)
    place_id: int = fields.IntField()
    period = fields.CharField(max_length=LONGEST_CODE)
    origin = fields.CharField(max_length=LONGEST_PATH)
    destination = fields.CharField(max_length=LONGEST_PATH)
    people: int = fields.IntField()

    class Meta:
        table = "stat_flow"
        unique_together = (("place_id", "period", "origin", "destination"),)
