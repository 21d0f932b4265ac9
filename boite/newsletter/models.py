"""The rows of the newsletter, under one name for Tortoise."""

from __future__ import annotations

from boite.newsletter.issue_rows import Issue, IssueItem, IssueRevision, IssueStage, ItemKind, Section
from boite.newsletter.reader_rows import Subscription, SubscriptionPublic
from boite.newsletter.sending_rows import Being, Bounce, Delivery, DeliveryState, Sending

__all__ = [
    "Being",
    "Bounce",
    "Delivery",
    "DeliveryState",
    "Issue",
    "IssueItem",
    "IssueRevision",
    "IssueStage",
    "ItemKind",
    "Section",
    "Sending",
    "Subscription",
    "SubscriptionPublic",
]
