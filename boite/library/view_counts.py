"""How many times a resource was opened, by day."""

from __future__ import annotations

from boite.database.counters import DailyCounter

VIEWS = DailyCounter("library_views", ("resource_id",))
