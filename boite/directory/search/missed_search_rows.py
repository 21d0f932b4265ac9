"""The searches that found nothing."""

from __future__ import annotations

from datetime import date

from tortoise import fields

from boite.clock import today
from boite.database.model import Model


class MissedSearch(Model):
    """A search that found nothing, counted by day, without any identity: what coordinators should add."""

    id: int = fields.BigIntField(primary_key=True)
    day: date = fields.DateField(default=today)
    place = fields.CharField(max_length=20)
    """Where it was typed: `directory` or `orientation`."""
    words = fields.CharField(max_length=120)
    territory_id = fields.CharField(max_length=40, default="")
    times: int = fields.IntField(default=0)

    class Meta:
        table = "directory_missed_search"
        unique_together = (("day", "place", "words", "territory_id"),)
