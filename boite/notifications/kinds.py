"""The kinds of messages: what one can ask not to be told any more, and what the journal already tells, by its kinds.

A line of the journal that is told (`Happening.told`) is a message as it stands: it was written in the transaction of
what happened, to whom it concerns. Reminders are the others: nobody did anything, a day came.
"""

from __future__ import annotations

from boite.notifications.kinds_at_work import (
    CORRECTION_WAITS,
    DESK_WAITING,
    EVENT_EVE,
    FIGURES_READY,
    KEEPER_CHANGED,
    LETTER_DONE,
    LETTER_STOPPED,
    LINKS_DEAD,
    RESOURCE_CHECK,
    SHEET_CHECK,
    WRITING_ANSWERED,
    WRITING_APPEARS,
)
from boite.notifications.kinds_for_operators import CALENDAR_ENDS, QUEUE_STUCK, ROOM_LOW
from boite.notifications.kinds_for_people import (
    ACCOUNT_CLOSING,
    ACCOUNT_DEVICE,
    ACCOUNT_IDLE,
    ACCOUNT_SECRET,
    BOX_FILLING,
    CORRECTION_ANSWERED,
    CV_OLD,
    DEPOSIT_LEFT,
    EVENT_NEAR,
    EVENT_NEWS,
    EVENT_OPINION,
    EVENT_SOON,
    PAPER_ARRIVED,
    PAPER_DAMAGED,
    PAPER_VALIDITY,
    STRUCTURE_CHANGED,
)

KINDS = (
    *(PAPER_VALIDITY, PAPER_DAMAGED, PAPER_ARRIVED, CV_OLD, BOX_FILLING, DEPOSIT_LEFT),
    *(EVENT_NEAR, EVENT_SOON, EVENT_NEWS, EVENT_OPINION, STRUCTURE_CHANGED, CORRECTION_ANSWERED),
    *(ACCOUNT_SECRET, ACCOUNT_DEVICE, ACCOUNT_IDLE, ACCOUNT_CLOSING),
    *(SHEET_CHECK, CORRECTION_WAITS, KEEPER_CHANGED, RESOURCE_CHECK, WRITING_ANSWERED, WRITING_APPEARS),
    *(EVENT_EVE, DESK_WAITING, LINKS_DEAD, FIGURES_READY, LETTER_STOPPED, LETTER_DONE),
    *(QUEUE_STUCK, ROOM_LOW, CALENDAR_ENDS),
)
"""Every kind, in the order of the page of settings.

Not yet: `search.new` (a saved search has no row), those of agreements and of deposits by structures.
"""
BY_CODE = {kind.code: kind for kind in KINDS}
OF_ENTRY = {entry: kind for kind in KINDS for entry in kind.entries}
"""The kind of message that a told line of the journal is."""
