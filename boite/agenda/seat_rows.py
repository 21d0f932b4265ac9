"""Who comes to an event: registrations and the stamps of a visit, as rows."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.agenda.event_rows import Event, VisitStop
from boite.clock import now
from boite.database.model import Model


class Satisfaction(StrEnum):
    """What somebody who came says of it."""

    NONE = ""
    MUCH = "beaucoup"
    LITTLE = "un-peu"
    NO = "non"


class How(StrEnum):
    """How a presence was noted."""

    UNKNOWN = ""
    LIST = "liste"
    SCANNED = "code"
    ENTRANCE = "entree"


ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""Thirty characters that nobody takes for another: neither 0 nor o, neither 1 nor l nor i, no u beside v."""
CODE_LENGTH = 12
"""Twelve of thirty characters: 58 bits. Tries are counted besides."""


def new_code() -> str:
    """A code that nobody can guess, short enough to be copied by hand: `k7m2-9qzt-4hxw`."""
    characters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(characters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def read_code(typed: str) -> str:
    """A code as somebody copied it: capitals, spaces and hyphens do not count. Anything else finds nothing."""
    characters = re.sub(r"[^a-z0-9]", "", typed.lower())[: CODE_LENGTH + 1]
    return "-".join(characters[at : at + 4] for at in range(0, len(characters), 4))


class Registration(Model):
    """One person who comes: somebody signed in, or a first name. Seated, waiting, or cancelled.

    `user` empties with the account, `name` thirty days after the event: the row stays, for the figures.
    """

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "boite.Event", related_name="registrations", on_delete=fields.CASCADE
    )
    event_id: UUID
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="registrations", null=True, on_delete=fields.SET_NULL
    )
    user_id: UUID | None
    name = fields.CharField(max_length=80, default="")
    """First name or pseudonym of somebody without an account."""
    email = fields.CharField(max_length=254, default="")
    code = fields.CharField(max_length=20, null=True, unique=True)
    """What opens this registration to somebody without an account; also in the QR code shown at the door."""
    sent = fields.CharField(max_length=40, null=True, unique=True)
    """The form that made it: the same one sent twice makes one registration."""
    rank: int = fields.IntField()
    """The order of arrival: the first to come is the first to leave the waiting list."""
    at: datetime = fields.DatetimeField(default=now)
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="names_put", null=True, on_delete=fields.SET_NULL
    )
    """The professional who put the name."""
    by_id: UUID | None
    seated_at: datetime | None = fields.DatetimeField(null=True)
    """When a seat was theirs; waiting without it."""
    cancelled_at: datetime | None = fields.DatetimeField(null=True)
    came_at: datetime | None = fields.DatetimeField(null=True)
    came_how = fields.CharEnumField(How, max_length=10, default=How.UNKNOWN)
    answer = fields.CharEnumField(Satisfaction, max_length=10, default=Satisfaction.NONE)
    answered_at: datetime | None = fields.DatetimeField(null=True)
    reminder_due: datetime | None = fields.DatetimeField(null=True)
    """When to remind of the event. Notifications read it."""
    moved_due: datetime | None = fields.DatetimeField(null=True)
    """The event moved: when to tell it, once it has stopped moving."""
    moved_from: dict[str, str] | None = fields.JSONField(null=True)
    """Its hour and its place as this person knows them, until they are told."""
    attestation_due: datetime | None = fields.DatetimeField(null=True)
    """The visit is complete: a paper is owed."""
    attested_at: datetime | None = fields.DatetimeField(null=True)
    """When the paper reached the box."""

    class Meta:
        table = "agenda_registration"
        indexes = (
            Index(fields=("event_id", "rank"), name="agenda_registration_event"),
            Index(fields=("user_id",), name="agenda_registration_user"),
            Index(fields=("attestation_due",), name="agenda_registration_attestation"),
            Index(fields=("reminder_due",), name="agenda_registration_reminder"),
        )

    @property
    def living(self) -> bool:
        """Whether it was not cancelled."""
        return self.cancelled_at is None

    @property
    def waiting(self) -> bool:
        """Whether it waits for a seat."""
        return self.living and self.seated_at is None


class Stamp(Model):
    """One step of a visit, done by somebody."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    registration: fields.ForeignKeyRelation[Registration] = fields.ForeignKeyField(
        "boite.Registration", related_name="stamps", on_delete=fields.CASCADE
    )
    registration_id: UUID
    step: fields.ForeignKeyRelation[VisitStop] = fields.ForeignKeyField(
        "boite.VisitStop", related_name="stamps", on_delete=fields.CASCADE
    )
    step_id: UUID
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "agenda_stamp"
        unique_together = (("registration", "step"),)
        indexes = (Index(fields=("step_id",), name="agenda_stamp_step"),)
