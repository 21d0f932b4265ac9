"""What somebody was told that nobody did, what they want no more of, and the days that were gone through."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import Session, User
from boite.clock import now
from boite.database.model import Model


class Channel(StrEnum):
    """How a message reaches somebody."""

    SERVICE = "service"
    """In the service itself: always there, it needs nothing."""
    MAIL = "mail"
    PUSH = "push"
    """On the screen of a device, by its browser (RFC 8030)."""
    SMS = "sms"


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
    tell_due: datetime | None = fields.DatetimeField(null=True)
    """From when its other channels are chosen; empty once they are."""
    urgency = fields.CharField(max_length=10, default="", db_default="")
    """An `Urgency`, where this step does not have that of its kind."""
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
    seconds: float | None = fields.FloatField(null=True)
    """That going through it took, for whoever watches the service."""

    class Meta:
        table = "notifications_sweep"
        unique_together = (("kind", "day"),)


class ContactPoint(Model):
    """An address, a browser or a number where somebody wants to be told. Nothing is sent before they confirmed it.

    Two people may share one mailbox or one telephone: each has a row. A browser is its last person's alone.
    """

    id: int = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="contact_points", on_delete=fields.CASCADE
    )
    user_id: UUID
    channel = fields.CharEnumField(Channel, max_length=10)
    address = fields.TextField()
    """A mailbox, a number (E.164), or the address that a push service gave."""
    digest = fields.CharField(max_length=32)
    """What stands for the address in searches: keyed, the same for two people who share it."""
    label = fields.CharField(max_length=120, default="")
    """The device, in words, for a browser."""
    session: fields.ForeignKeyNullableRelation[Session] = fields.ForeignKeyField(
        "boite.Session", related_name="contact_points", null=True, on_delete=fields.CASCADE
    )
    """Of a browser: signing out there ends it."""
    session_id: UUID | None
    p256dh = fields.CharField(max_length=90, default="")
    auth = fields.CharField(max_length=30, default="")
    vapid = fields.CharField(max_length=8, default="")
    """Which of our keys its browser subscribed to."""
    detailed = fields.BooleanField(default=False)
    """Whether a locked screen may show what a message says inside: its person asked for it."""
    code_number: int = fields.IntField(default=0)
    """How many codes were asked: the code itself is drawn from this and from the secret, never kept."""
    code_tries: int = fields.IntField(default=0)
    code_until: datetime | None = fields.DatetimeField(null=True)
    made_at: datetime = fields.DatetimeField(default=now)
    confirmed_at: datetime | None = fields.DatetimeField(null=True)
    closed_at: datetime | None = fields.DatetimeField(null=True)
    closed_why = fields.CharField(max_length=20, default="")
    """A `ContactEnd`, where it is closed."""
    failures: int = fields.IntField(default=0)
    """In a row, since the last success."""
    last_ok_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "notifications_contact_point"
        unique_together = (("user", "channel", "digest"),)
        indexes = (Index(fields=("channel", "digest"), name="notifications_contact_point_digest"),)


class CodeAsked(Model):
    """One code sent to prove that a mailbox or a telephone is somebody's: counted, so that nobody is made to pay."""

    id: int = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="codes_asked", null=True, on_delete=fields.SET_NULL
    )
    user_id: UUID | None
    channel = fields.CharEnumField(Channel, max_length=10)
    digest = fields.CharField(max_length=32)
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "notifications_code_asked"
        indexes = (
            Index(fields=("digest", "at"), name="notifications_code_asked_digest"),
            Index(fields=("at",), name="notifications_code_asked_at"),
        )


class ContactEnd(StrEnum):
    """Why nothing more is sent to a contact point."""

    STOPPED = "stopped"
    """Its person said so."""
    NOT_MINE = "not_mine"
    """Somebody who received a message said that it was not for them."""
    DEAD = "dead"
    """It does not exist, or no longer."""
    REPLACED = "replaced"
    """Its person gave another one, or somebody else uses this browser now."""


class MessageFate(StrEnum):
    """What became of a delivery."""

    DUE = "due"
    HANDED = "handed"
    """Its carrier took it."""
    WITHDRAWN = "withdrawn"
    """Nothing was left to say, or nobody to say it to: `words` says why."""
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    DOUBTFUL = "doubtful"


class MessageDelivery(Model):
    """One message on its way to one contact point: a mail, a push or an SMS. Its words are drawn as it leaves."""

    id: int = fields.BigIntField(primary_key=True)
    contact: fields.ForeignKeyRelation[ContactPoint] = fields.ForeignKeyField(
        "boite.ContactPoint", related_name="deliveries", on_delete=fields.CASCADE
    )
    contact_id: int
    once = fields.CharField(max_length=90, unique=True)
    """Its key: nothing leaves twice on one channel."""
    urgency = fields.CharField(max_length=10)
    """The most pressing `Urgency` of what it carries."""
    due_at: datetime = fields.DatetimeField()
    expires_at: datetime | None = fields.DatetimeField(null=True)
    fate = fields.CharEnumField(MessageFate, max_length=10, default=MessageFate.DUE)
    tries: int = fields.IntField(default=0)
    sendings: int = fields.IntField(default=0)
    """How many times its carrier may have taken it."""
    code: int = fields.IntField(default=0)
    words = fields.CharField(max_length=300, default="")
    """The last answer of the carrier, or why it was withdrawn."""
    at: datetime = fields.DatetimeField(default=now)
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "notifications_delivery"
        indexes = (
            Index(fields=("fate", "due_at"), name="notifications_delivery_due"),
            Index(fields=("contact_id", "ended_at"), name="notifications_delivery_ended"),
        )


class Carried(Model):
    """One message that a delivery carries: a contact point is given each message once."""

    id: int = fields.BigIntField(primary_key=True)
    delivery: fields.ForeignKeyRelation[MessageDelivery] = fields.ForeignKeyField(
        "boite.MessageDelivery", related_name="carried", on_delete=fields.CASCADE
    )
    delivery_id: int
    contact: fields.ForeignKeyRelation[ContactPoint] = fields.ForeignKeyField(
        "boite.ContactPoint", related_name="carried", on_delete=fields.CASCADE
    )
    contact_id: int
    mark = fields.CharField(max_length=24)
    """A `MessageMark`."""

    class Meta:
        table = "notifications_carried"
        unique_together = (("contact", "mark"),)
        indexes = (Index(fields=("delivery_id",), name="notifications_carried_delivery"),)


class SmsMonth(Model):
    """How many SMS left in a month, whoever they were for: what the operator pays."""

    month = fields.CharField(max_length=7, primary_key=True)
    """« 2026-11 », in France."""
    sent: int = fields.IntField(default=0)

    class Meta:
        table = "notifications_sms_month"


class Rhythm(Model):
    """When somebody wants to be told, where it is not when everybody is. Hours are minutes of the day, in France."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "boite.User", related_name="rhythm", on_delete=fields.CASCADE, primary_key=True
    )
    user_id: UUID
    digest = fields.CharField(max_length=12)
    """A `Digest`."""
    weekday: int = fields.IntField(default=1)
    """Monday is 0."""
    at: int = fields.IntField(default=540)
    quiet_from: int = fields.IntField(default=1200)
    quiet_to: int = fields.IntField(default=480)
    saturdays = fields.BooleanField(default=True)
    """Whether something may be said on a Saturday; then on a Sunday, and on a public holiday."""
    sundays = fields.BooleanField(default=False)
    holidays = fields.BooleanField(default=False)
    paused_until: datetime | None = fields.DatetimeField(null=True)
    """« Tout suspendre »: what is urgent passes, the rest waits."""

    class Meta:
        table = "notifications_rhythm"
