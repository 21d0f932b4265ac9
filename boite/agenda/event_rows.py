"""An event, the structures that come, the steps of its visit, and what changed: the rows."""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database import slugs
from boite.database.model import Model
from boite.database.revisions import Revision
from boite.directory.models import Commune, Structure, Territory, Wheelchair


class EventKind(StrEnum):
    """What an event is."""

    FORUM = "forum"
    WORKSHOP = "atelier"
    OPEN_DAY = "portes-ouvertes"
    MEETING = "information-collective"
    DROP_IN = "permanence"
    VISIT = "visite"
    RECRUITING = "recrutement"
    OTHER = "autre"


class Registering(StrEnum):
    """Whether one says beforehand that one comes."""

    NONE = "sans"
    OPEN = "ouverte"


def new_token() -> str:
    """What the QR code of a poster says: 144 bits, never typed."""
    return secrets.token_urlsafe(18)


class Event(Model):
    """One event. Its address (`slug`) is given once and never changes. Draft, published, withdrawn or cancelled."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    slug = fields.CharField(max_length=slugs.LONGEST, unique=True)
    territory: fields.ForeignKeyRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name="events", on_delete=fields.RESTRICT
    )
    territory_id: str
    organiser: fields.ForeignKeyNullableRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="organised_events", null=True, on_delete=fields.SET_NULL
    )
    organiser_id: UUID | None
    kind = fields.CharEnumField(EventKind, max_length=30, default=EventKind.OTHER)
    title = fields.CharField(max_length=150)
    summary = fields.CharField(max_length=300, default="")
    description = fields.TextField(default="")
    """In Markdown."""
    picture: UUID | None = fields.UUIDField(null=True)
    """A picture of the group's space; it may be gone as long as the event is not shown."""
    picture_alt = fields.CharField(max_length=300, default="", db_default="")
    begins_at: datetime = fields.DatetimeField()
    ends_at: datetime = fields.DatetimeField()
    place = fields.CharField(max_length=150, default="")
    """The name of the building or of the room."""
    address = fields.CharField(max_length=200, default="")
    city = fields.CharField(max_length=120, default="")
    commune: fields.ForeignKeyNullableRelation[Commune] = fields.ForeignKeyField(
        "boite.Commune", related_name="events", null=True, on_delete=fields.SET_NULL
    )
    commune_id: str | None
    latitude: float | None = fields.FloatField(null=True)
    longitude: float | None = fields.FloatField(null=True)
    wheelchair = fields.CharEnumField(Wheelchair, max_length=8, default=Wheelchair.UNKNOWN)
    accessibility = fields.CharField(max_length=500, default="")
    online = fields.CharField(max_length=500, default="")
    """Where to follow it from home."""
    publics: list[str] = fields.JSONField(default=list)
    """Codes of `boite.directory.sheet.publics`, sorted; empty for everybody."""
    registering = fields.CharEnumField(Registering, max_length=10, default=Registering.NONE)
    registering_until: datetime | None = fields.DatetimeField(null=True)
    """The beginning of the event where nothing is said."""
    capacity: int | None = fields.IntField(null=True)
    """Seats; no limit where nothing is said."""
    taken: int = fields.IntField(default=0)
    """Seats taken. Moves only inside `seats`, in one conditional UPDATE; a chore recounts it."""
    arrivals: int = fields.IntField(default=0)
    """Registrations ever made: the rank of the last one."""
    sequence: int = fields.IntField(default=0)
    """How many times calendars must take it again (RFC 5545 § 3.8.7.4)."""
    version: int = fields.IntField(default=1, db_default=1)
    """Raised by each writing: whoever saves says which one was read."""
    entrance = fields.CharField(max_length=40, unique=True)
    """What the poster at the entrance says, in its QR code."""
    created_at: datetime = fields.DatetimeField(default=now)
    changed_at: datetime = fields.DatetimeField(default=now)
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="events", null=True, on_delete=fields.SET_NULL
    )
    by_id: UUID | None
    published_at: datetime | None = fields.DatetimeField(null=True)
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)
    cancelled_at: datetime | None = fields.DatetimeField(null=True)
    cancel_reason = fields.CharField(max_length=300, default="")
    series: UUID | None = fields.UUIDField(null=True)
    """Of an event that comes back, and of its other dates: the identifier of the first. Nothing else binds them."""

    class Meta:
        table = "agenda_event"
        indexes = (
            Index(fields=("territory_id", "begins_at"), name="agenda_event_territory"),
            Index(fields=("begins_at",), name="agenda_event_begins"),
            Index(fields=("ends_at",), name="agenda_event_ends"),
            Index(fields=("organiser_id",), name="agenda_event_organiser"),
            Index(fields=("series",), name="agenda_event_series"),
        )

    @property
    def public(self) -> bool:
        """Whether anybody may read it."""
        return self.published_at is not None and self.withdrawn_at is None

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.ends_at <= now()

    @property
    def seats_left(self) -> int | None:
        """How many seats nobody has; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def closes_at(self) -> datetime:
        """The last moment to register oneself."""
        return min(self.registering_until or self.begins_at, self.ends_at)

    @property
    def open(self) -> bool:
        """Whether one may register oneself now, were it on the waiting list."""
        wanted = self.public and self.cancelled_at is None and self.registering == Registering.OPEN
        return wanted and now() < self.closes_at


class Presence(Model):
    """One structure that comes to an event, in the order shown."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "boite.Event", related_name="presences", on_delete=fields.CASCADE
    )
    event_id: UUID
    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="presences", on_delete=fields.CASCADE
    )
    structure_id: UUID
    rank: int = fields.IntField(default=0)

    class Meta:
        table = "agenda_presence"
        unique_together = (("event", "structure"),)
        indexes = (Index(fields=("structure_id",), name="agenda_presence_structure"),)


class VisitStop(Model):
    """One stop of a visit: a stand, a workshop. Its QR code says `token`."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "boite.Event", related_name="steps", on_delete=fields.CASCADE
    )
    event_id: UUID
    rank: int = fields.IntField(default=0)
    title = fields.CharField(max_length=150)
    token = fields.CharField(max_length=40, unique=True)

    class Meta:
        table = "agenda_step"
        indexes = (Index(fields=("event_id", "rank"), name="agenda_step_event"),)


class Doing(StrEnum):
    """What a change did."""

    CREATED = "created"
    EDITED = "edited"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Change(Revision):
    """One change of an event. What each field said is kept as texts."""

    event: fields.ForeignKeyRelation[Event] = fields.ForeignKeyField(
        "boite.Event", related_name="changes", on_delete=fields.CASCADE
    )
    event_id: UUID
    doing = fields.CharEnumField(Doing, max_length=12)

    class Meta:
        table = "agenda_change"
        indexes = (Index(fields=("event_id", "id"), name="agenda_change_event"),)
