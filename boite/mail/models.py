"""Single mails that are due: a confirmation, a trial. Rows say what is owed, a chore sends it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from boite.clock import now
from boite.database.model import Model


class Fate(StrEnum):
    """What became of a single mail."""

    DUE = "due"
    HANDED = "handed"
    """The server took it: it is the server's from then on."""
    REFUSED = "refused"
    """The server said no for good."""
    GIVEN_UP = "given_up"
    """The server said « later » for too long."""


class OutgoingMail(Model):
    """One mail to one address. Once its fate is known its words are emptied, and a day later the row goes."""

    id: int = fields.BigIntField(primary_key=True)
    address = fields.CharField(max_length=254)
    subject = fields.CharField(max_length=300)
    text = fields.TextField(default="")
    html = fields.TextField(default="")
    headers: dict[str, str] = fields.JSONField(default=dict)
    """Those of a letter tried on its writer (`List-Unsubscribe`…); none for a confirmation."""
    fate = fields.CharEnumField(Fate, max_length=10, default=Fate.DUE)
    attempts: int = fields.IntField(default=0)
    due_at: datetime = fields.DatetimeField(default=now)
    """When to try. Pushed a few minutes ahead by whoever takes it: a worker that dies gives it back."""
    code: int = fields.IntField(default=0)
    """The last answer of the server; 0 where it gave none."""
    words = fields.CharField(max_length=300, default="")
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "mail_outgoing"
        indexes = (Index(fields=("fate", "due_at"), name="mail_outgoing_due"),)
