"""Most SMS of a month: they cost money, and codes are what somebody could make us pay for.

One row a month, raised by a conditional UPDATE: no number of workers passes the limit. It says how many, of nobody: it
outlives the accounts that are erased, as the bill does.
"""

from __future__ import annotations

from boite.clock import today
from boite.database.connection import execute, fetch
from boite.settings import Settings

FOR_MESSAGES = 80
"""Per cent of the month that messages may use. Without a code nobody can be told anything: the rest is theirs."""
BEGIN = "INSERT INTO notifications_sms_month (month, sent) VALUES (?, 0) ON CONFLICT (month) DO NOTHING"
SPEND = "UPDATE notifications_sms_month SET sent = sent + 1 WHERE month = ? AND sent < ?"
GIVE_BACK = "UPDATE notifications_sms_month SET sent = sent - 1 WHERE month = ? AND sent > 0"


async def spend(settings: Settings, *, code: bool) -> bool:
    """Count one more. Returns whether the month allows it: nothing is counted where it does not."""
    most = settings.sms_month if code else settings.sms_month * FOR_MESSAGES // 100
    await execute(BEGIN, _month())
    return bool(await execute(SPEND, _month(), most))


async def give_back() -> None:
    """One that surely did not leave."""
    await execute(GIVE_BACK, _month())


async def spent() -> int:
    """How many were counted this month."""
    rows = await fetch("SELECT sent FROM notifications_sms_month WHERE month = ?", _month())
    return int(rows[0]["sent"]) if rows else 0


def _month() -> str:
    return f"{today():%Y-%m}"
