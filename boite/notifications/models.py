"""What somebody was told that nobody did, what they want no more of, and the days that were gone through."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model


class Channel(StrEnum):
    """How a message reaches somebody."""

    SERVICE = "service"
    """In the service itself. Other channels come with what carries them."""


class NoticeEnd(StrEnum):
    """Why a notice is said no more."""

    STALE = "stale"
    """What it says holds no longer, or is nobody's business any more."""
    SKIPPED = "skipped"
    """Never said: a more pressing one of the same thing was due at the same time."""


class Notice(Model):
    """One thing said to one person, once: which kind, about what, which step of it. Never its words.

    Words are drawn when it is read, from what it is about and with what its reader may see then: a title that changed
    is the new one, and nothing has to be erased here.
    """

    id: int = fields.BigIntField(primary_key=True)
    recipient: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="notices", on_delete=fields.CASCADE
    )
    recipient_id: UUID
    kind = fields.CharField(max_length=40)
    """The code of a `MessageKind`."""
    subject: UUID = fields.UUIDField()
    """What it is about: a paper, an event, a box…"""
    step = fields.CharField(max_length=60)
    """Which time it is said of this subject. With the three before, the key: nothing is said twice."""
    about: dict[str, Any] = fields.JSONField(default=dict)
    """Identifiers and days, never words."""
    at: datetime = fields.DatetimeField(default=now)
    expires_at: datetime | None = fields.DatetimeField(null=True)
    """From when it says nothing any more."""
    read_at: datetime | None = fields.DatetimeField(null=True)
    gone_at: datetime | None = fields.DatetimeField(null=True)
    why = fields.CharField(max_length=10, default="")
    """A `NoticeEnd`, where it is gone."""

    class Meta:
        table = "notifications_notice"
        unique_together = (("recipient", "kind", "subject", "step"),)
        indexes = (Index(fields=("at",), name="notifications_notice_at"),)


class Preference(Model):
    """What somebody wants otherwise than everybody: a kind of message, on a channel. No row: as everybody."""

    id: int = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="preferences", on_delete=fields.CASCADE
    )
    user_id: UUID
    kind = fields.CharField(max_length=40)
    channel = fields.CharEnumField(Channel, max_length=10, default=Channel.SERVICE)
    wanted = fields.BooleanField()

    class Meta:
        table = "notifications_preference"
        unique_together = (("user", "kind", "channel"),)


class Sweep(Model):
    """One kind of reminder, one day: whoever wrote the row goes through the day. A dead one is taken over."""

    id: int = fields.BigIntField(primary_key=True)
    kind = fields.CharField(max_length=40)
    day: date = fields.DateField()
    held_until: datetime = fields.DatetimeField()
    done_at: datetime | None = fields.DatetimeField(null=True)
    told: int = fields.IntField(default=0)

    class Meta:
        table = "notifications_sweep"
        unique_together = (("kind", "day"),)
