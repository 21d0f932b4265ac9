"""How an issue reaches its readers: the sending, one delivery by address, and the bounces."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.clock import now
from boite.database.model import Model
from boite.newsletter.issue_rows import Issue


class Being(StrEnum):
    """Why an address receives an issue."""

    ASKED = "asked"
    PROFESSIONAL = "professional"


class DeliveryState(StrEnum):
    """Where one mail of an issue is. « Never twice »: only DUE is ever sent, and it leaves DUE before it is."""

    DUE = "due"
    IN_HANDS = "in_hands"
    """A worker holds it, and may be giving it to the server."""
    HANDED = "handed"
    """The server answered 250."""
    REFUSED = "refused"
    """The server said no for good (5xx)."""
    GIVEN_UP = "given_up"
    """The server said « later » (4xx) for too long."""
    DOUBTFUL = "doubtful"
    """The worker died, or the server went silent, after the last dot: nobody knows. Never sent again by itself."""
    SILENT = "silent"
    """The address left, or bounced, between the list and the sending."""


class Sending(Model):
    """The sending of one issue: its words, fixed at the first second, and how far it is. Figures outlive addresses."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    issue: fields.OneToOneRelation[Issue] = fields.OneToOneField(
        "boite.Issue", related_name="sending", on_delete=fields.CASCADE
    )
    issue_id: UUID
    subject = fields.CharField(max_length=300)
    text = fields.TextField()
    html = fields.TextField()
    begun_at: datetime = fields.DatetimeField(default=now)
    source = fields.CharEnumField(Being, max_length=12, default=Being.ASKED)
    """The list being read, then the last identifier read of it: whoever takes over goes on from there."""
    reached = fields.CharField(max_length=40, default="")
    gathered_at: datetime | None = fields.DatetimeField(null=True)
    """When every recipient was written down."""
    finished_at: datetime | None = fields.DatetimeField(null=True)
    forgotten_at: datetime | None = fields.DatetimeField(null=True)
    """When the deliveries were erased. The counts below are what stays of them."""
    handed: int = fields.IntField(default=0)
    refused: int = fields.IntField(default=0)
    given_up: int = fields.IntField(default=0)
    doubtful: int = fields.IntField(default=0)
    silent: int = fields.IntField(default=0)
    bounced: int = fields.IntField(default=0)

    class Meta:
        table = "newsletter_sending"
        indexes = (Index(fields=("finished_at",), name="newsletter_sending_finished"),)


class Delivery(Model):
    """One issue to one address. The pair is unique: whatever happens, an address has an issue once."""

    id: int = fields.BigIntField(primary_key=True)
    issue: fields.ForeignKeyRelation[Issue] = fields.ForeignKeyField(
        "boite.Issue", related_name=False, on_delete=fields.CASCADE
    )
    issue_id: UUID
    mailbox = fields.CharField(max_length=254)
    """What makes it unique: see `Subscription.mailbox`."""
    address = fields.CharField(max_length=254)
    being = fields.CharEnumField(Being, max_length=12)
    state = fields.CharEnumField(DeliveryState, max_length=10, default=DeliveryState.DUE)
    attempts: int = fields.SmallIntField(default=0)
    due_at: datetime | None = fields.DatetimeField(null=True)
    """When to try; empty where there is nothing more to try."""
    holder = fields.CharField(max_length=32, null=True)
    """The turn of a worker that took it: what comes from another turn changes nothing."""
    held_until: datetime | None = fields.DatetimeField(null=True)
    code: int = fields.SmallIntField(default=0)
    """The last answer of the server; 0 where it gave none."""
    words = fields.CharField(max_length=300, default="")
    settled_at: datetime | None = fields.DatetimeField(null=True)
    """When its state was last decided."""

    class Meta:
        table = "newsletter_delivery"
        unique_together = (("issue", "mailbox"),)
        indexes = (
            Index(fields=("issue_id", "state", "due_at", "id"), name="newsletter_delivery_due"),
            Index(fields=("holder",), name="newsletter_delivery_holder"),
        )


class Bounce(Model):
    """What a mail server said of one address: at the door, or later in a report (RFC 3464)."""

    id: int = fields.BigIntField(primary_key=True)
    delivery: fields.OneToOneNullableRelation[Delivery] = fields.OneToOneField(
        "boite.Delivery", related_name=False, null=True, on_delete=fields.CASCADE
    )
    delivery_id: int | None
    """The mail that came back: one bounce for each, however many reports come. It goes with it."""
    issue: fields.ForeignKeyRelation[Issue] = fields.ForeignKeyField(
        "boite.Issue", related_name=False, on_delete=fields.CASCADE
    )
    issue_id: UUID
    status = fields.CharField(max_length=20, default="")
    """The enhanced code (RFC 3463), « 5.1.1 », or the plain one."""
    words = fields.CharField(max_length=300, default="")
    lasting = fields.BooleanField(default=True)
    """Whether the address does not exist: it is then put aside."""
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "newsletter_bounce"
        indexes = (Index(fields=("issue_id", "at"), name="newsletter_bounce_issue"),)
