"""Every reminder, by the code of its kind."""

from __future__ import annotations

from boite.notifications.account_closing import AccountClosing
from boite.notifications.account_idle import AccountIdle
from boite.notifications.box_filling import BoxFilling
from boite.notifications.calendar_ends import CalendarEnds
from boite.notifications.checks_due import ResourceCheck, SheetCheck
from boite.notifications.correction_waits import CorrectionWaits
from boite.notifications.cv_old import CvOld
from boite.notifications.decisions_wait import DecisionsWait
from boite.notifications.deposit_left import DepositLeft
from boite.notifications.event_eve import EventEve
from boite.notifications.event_near import EventNear
from boite.notifications.event_opinion import EventOpinion
from boite.notifications.event_soon import EventSoon
from boite.notifications.figures_ready import FiguresReady
from boite.notifications.links_dead import LinksDead
from boite.notifications.paper_validity import PaperValidity
from boite.notifications.queue_stuck import QueueStuck
from boite.notifications.reminder import Reminder
from boite.notifications.room_low import RoomLow
from boite.notifications.structure_changed import StructureChanged

REMINDERS: tuple[Reminder, ...] = (
    *(PaperValidity(), CvOld(), EventNear(), EventSoon(), EventOpinion(), StructureChanged()),
    *(BoxFilling(), DepositLeft(), AccountIdle(), AccountClosing()),
    *(SheetCheck(), ResourceCheck(), CorrectionWaits(), EventEve(), DecisionsWait(), LinksDead()),
    *(FiguresReady(), QueueStuck(), RoomLow(), CalendarEnds()),
)
BY_KIND = {reminder.kind.code: reminder for reminder in REMINDERS}
BY_DAY = tuple(reminder for reminder in REMINDERS if reminder.by_day)
"""Those gone through once a day. An event has its own hour."""
HOLDS = " OR ".join(f"(n.kind = '{reminder.kind.code}' AND {reminder.still})" for reminder in REMINDERS)
"""SQL over `n`, a notice: whether what it says still holds, and is still its reader's business."""
