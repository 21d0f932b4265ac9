"""The chores of the agenda: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.agenda import certificates, moves, name_retention
from boite.database.chores import Chore

CHORES = (
    Chore("attestations of visits", 10, certificates.deposit_due),
    Chore("events that moved", 20, moves.tell_due),
    Chore("recount seats", 300, name_retention.recount_seats),
    Chore("forget names of events", 3600, name_retention.forget_names),
)
