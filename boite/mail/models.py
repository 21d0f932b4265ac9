"""Single mails that are due, and the mailboxes that are not written to. Rows say what is owed, a chore sends it."""

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
    DOUBTFUL = "doubtful"
    """The server may have it, once or twice: nobody sends it a third time."""
    SUPPRESSED = "suppressed"
    """Not tried: the address does not exist, a server said so before."""
    WITHDRAWN = "withdrawn"
    """Not sent: nothing was left to say when its words were drawn."""


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
    sendings: int = fields.IntField(default=0, db_default=0)
    """How many times the server may have taken it: raised with each try, lowered by an answer that says it has not."""
    due_at: datetime = fields.DatetimeField(default=now)
    """When to try. Whichever worker takes it pushes it some minutes ahead: if that one dies, it comes up once more."""
    code: int = fields.IntField(default=0)
    """The last answer of the server; 0 where it gave none."""
    words = fields.CharField(max_length=300, default="")
    at: datetime = fields.DatetimeField(default=now)
    drawn_for: int | None = fields.BigIntField(null=True)
    """What its words are drawn for as it leaves (`boite.mail.drawn`): such a row holds neither words nor address."""
    urgent = fields.BooleanField(default=False, db_default=False)
    """Whether it has a line of its own, beside those that may wait for one another."""
    mailbox_digest = fields.CharField(max_length=32, default="", db_default="")
    """What stays of the address after a day, keyed: a failure that comes back late is still understood."""

    class Meta:
        table = "mail_outgoing"
        indexes = (
            Index(fields=("fate", "due_at"), name="mail_outgoing_due"),
            Index(fields=("urgent", "fate", "due_at"), name="mail_outgoing_urgent"),
        )


class Why(StrEnum):
    """Why a mailbox is not written to."""

    LEFT = "left"
    """The person said so: no letter. A mail about what they asked for still comes."""
    BOUNCED = "bounced"
    """The address does not exist, or no longer: no mail at all."""


class Silence(Model):
    """One mailbox of the suppression list: it left, or it does not exist. Only a keyed digest of it is kept.

    Honouring an objection (GDPR art. 21.3, art. L. 34-5 CPCE) needs to recognise the address, not to know it.
    """

    mailbox_digest = fields.CharField(max_length=32, primary_key=True)
    why = fields.CharEnumField(Why, max_length=10)
    at: datetime = fields.DatetimeField(default=now)
    bounced_at: datetime | None = fields.DatetimeField(null=True)
    """When it last proved not to exist, its person having left or not: coming back cures nothing."""

    class Meta:
        table = "newsletter_silence"
        indexes = (Index(fields=("at",), name="newsletter_silence_at"),)
