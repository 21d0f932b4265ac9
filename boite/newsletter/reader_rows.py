"""Who receives the newsletter: subscriptions, and what they are about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model
from boite.directory.models import Territory
from boite.mail.models import Why


class Subscription(Model):
    """One address that asked for the letter of one territory, or of the region. It counts once confirmed.

    Professionals have none: they are read from the directory at the hour of sending (docs/decisions).
    """

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    address = fields.CharField(max_length=254)
    """As mail is written to it: the domain in punycode."""
    mailbox = fields.CharField(max_length=254)
    """The same in small letters: two ways to write one mailbox are one."""
    mailbox_digest = fields.CharField(max_length=32)
    """Its keyed digest (`boite.mail.addresses`): what the links of mails hold."""
    territory: fields.ForeignKeyRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name=False, on_delete=fields.CASCADE
    )
    """The region's own code: the letter of the whole region."""
    territory_id: str
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name=False, null=True, on_delete=fields.CASCADE
    )
    """Who asked from their account; nobody for a visitor. It goes with the account."""
    user_id: UUID | None
    asked_at: datetime = fields.DatetimeField(default=now)
    told_at: datetime | None = fields.DatetimeField(null=True)
    """When the last mail about it was due: not one more at each demand."""
    confirmed_at: datetime | None = fields.DatetimeField(null=True)
    ended_at: datetime | None = fields.DatetimeField(null=True)
    ended_why = fields.CharEnumField(Why, max_length=10, null=True)
    publics: fields.ReverseRelation[SubscriptionPublic]

    class Meta:
        table = "newsletter_subscription"
        unique_together = (("mailbox", "territory"),)
        indexes = (
            Index(fields=("territory_id", "id"), name="newsletter_subscription_territory"),
            Index(fields=("user_id",), name="newsletter_subscription_user"),
            Index(fields=("asked_at",), name="newsletter_subscription_asked"),
            Index(fields=("mailbox_digest",), name="newsletter_subscription_digest"),
        )


class SubscriptionPublic(Model):
    """One public that a subscriber says they are, among those asked. None: everything interests them."""

    id: int = fields.BigIntField(primary_key=True)
    subscription: fields.ForeignKeyRelation[Subscription] = fields.ForeignKeyField(
        "boite.Subscription", related_name="publics", on_delete=fields.CASCADE
    )
    subscription_id: UUID
    code = fields.CharField(max_length=60)

    class Meta:
        table = "newsletter_subscription_public"
        unique_together = (("subscription", "code"),)
