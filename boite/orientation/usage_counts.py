"""How much « Qui peut m'aider ? » is used: a number by day, question, profile and territory. Never by whom."""

from __future__ import annotations

from boite.database.counters import DailyCounter

USES = DailyCounter("orientation_use", ("profile", "question_id", "territory_id"))
