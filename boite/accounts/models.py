"""People, sessions and tries: the rows."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.clock import now, today
from boite.database.model import Model


class AccountRole(StrEnum):
    """What somebody is for the service; what they are to one thing is `access.roles.Role`. Everybody has a box."""

    PERSON = "person"
    PROFESSIONAL = "professional"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"
    GROUP = "group"
    """Nobody: the account that holds a group's space. It never signs in, and is not counted as a person."""


PROFESSIONALS = frozenset({AccountRole.PROFESSIONAL, AccountRole.COORDINATOR})
"""Roles of who works for structures or coordinates territories."""


class ClosingWhy(StrEnum):
    """Why a box is about to be erased."""

    ASKED = ""
    """Its person said so."""
    IDLE = "idle"
    """Nobody came for two years: coming is enough to keep it."""


class User(Model):
    """Somebody who signs in. The service gives the handle and asks for nothing else."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    handle = fields.CharField(max_length=40, unique=True)
    secret_hash = fields.CharField(max_length=255)
    role = fields.CharEnumField(AccountRole, max_length=20, default=AccountRole.PERSON)
    first_name = fields.CharField(max_length=80, default="")
    email = fields.CharField(max_length=254, default="")
    birth_year: int | None = fields.IntField(null=True)
    situation = fields.CharField(max_length=40, default="")
    traits = fields.CharField(max_length=200, default="", db_default="")
    """Codes of `situations.TRAITS`, with `situations.AND` between them."""
    commune = fields.CharField(max_length=120, default="")
    """The label of the commune; without a code, what was typed freely before and could not be matched."""
    commune_code = fields.CharField(max_length=5, default="", db_default="")
    """INSEE; empty where the person does not say."""
    structure = fields.CharField(max_length=200, default="")
    """What was typed freely before and could not be matched (`boite.support`)."""
    free_text_tried = fields.BooleanField(default=False, db_default=False)
    """Whether what was typed freely was looked for in the directory: once, then it is the person's to say."""
    theme = fields.CharField(max_length=10, default="")
    language = fields.CharField(max_length=10, default="", db_default="")
    """The code of the language chosen for the pages; empty: that of the device, else French."""
    created_at: datetime = fields.DatetimeField(default=now)
    closing_at: datetime | None = fields.DatetimeField(null=True)
    """When everything is erased, once closing was requested."""
    closing_why = fields.CharEnumField(ClosingWhy, max_length=10, default=ClosingWhy.ASKED, db_default="")
    seen_on: date | None = fields.DateField(null=True, default=today)
    """The last day, in Paris, when the person came; that of the account for whoever never did."""
    statistics_refused_on: date | None = fields.DateField(null=True)
    """Since what day they are no longer counted in statistics; None: they are."""
    disabled_at: datetime | None = fields.DatetimeField(null=True)
    """Since when an operator keeps this account closed: nobody enters, nothing of theirs changes."""
    disabled_why = fields.CharField(max_length=200, default="", db_default="")
    """What its person is told of it."""

    class Meta:
        table = "account_user"
        indexes = (Index(fields=("closing_at",), name="account_user_closing"),)

    @property
    def shown_name(self) -> str:
        """How the person is greeted."""
        return self.first_name or self.handle

    @property
    def commune_name(self) -> str:
        """The name of the commune, without the postal code of its label."""
        return self.commune.partition(" (")[0]

    @property
    def is_professional(self) -> bool:
        """Works for structures or coordinates territories. Losing the role loses every right that came with it."""
        return self.role in PROFESSIONALS


class Session(Model):
    """One device where somebody is signed in. Only a digest of the cookie's token is kept."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="sessions", on_delete=fields.CASCADE
    )
    user_id: UUID
    token_digest = fields.CharField(max_length=64, unique=True)
    shared = fields.BooleanField(default=False)
    device = fields.CharField(max_length=120, default="")
    created_at: datetime = fields.DatetimeField(default=now)
    seen_at: datetime = fields.DatetimeField(default=now)
    expires_at: datetime = fields.DatetimeField()
    card = fields.CharField(max_length=400, null=True)
    """The passphrase of a box just opened, unreadable without the cookie (`boite.accounts.card_passphrase`)."""

    class Meta:
        table = "account_session"
        indexes = (Index(fields=("user_id",), name="account_session_user"),)

    @property
    def seconds_left(self) -> int:
        """How long before it ends by itself."""
        return max(0, int((self.expires_at - now()).total_seconds()))


class Attempt(Model):
    """One attempt at a form, counted by account and by address. Keys are keyed digests, never the values."""

    id: int = fields.BigIntField(primary_key=True)
    scope = fields.CharField(max_length=20)
    key = fields.CharField(max_length=64)
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "account_attempt"
        indexes = (
            Index(fields=("scope", "key", "at"), name="account_attempt_key"),
            Index(fields=("at",), name="account_attempt_at"),
        )
