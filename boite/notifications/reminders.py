"""Every reminder, by the code of its kind."""

from __future__ import annotations

from boite.notifications.account_closing import AccountClosing
from boite.notifications.account_idle import AccountIdle
from boite.notifications.box_filling import BoxFilling
from boite.notifications.correction_waits import CorrectionWaits
from boite.notifications.deposit_left import DepositLeft
from boite.notifications.event_near import EventNear
from boite.notifications.paper_validity import PaperValidity
from boite.notifications.reminder import Reminder

REMINDERS: tuple[Reminder, ...] = (
    *(PaperValidity(), EventNear(), BoxFilling(), DepositLeft(), CorrectionWaits()),
    *(AccountIdle(), AccountClosing()),
)
BY_KIND = {reminder.kind.code: reminder for reminder in REMINDERS}
BY_DAY = tuple(reminder for reminder in REMINDERS if not isinstance(reminder, EventNear))
"""Those gone through once a day. An event has its own hour."""
HOLDS = " OR ".join(f"(n.kind = '{reminder.kind.code}' AND {reminder.still})" for reminder in REMINDERS)
"""SQL over `n`, a notice: whether what it says still holds, and is still its reader's business."""
