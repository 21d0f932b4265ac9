"""What is counted besides people of boxes: acts, objects, seats of events, subscribers, hand-overs.

The numbers are those of the database, for ever.
"""

from __future__ import annotations

from boite.statistics.total_kinds import Total
from boite.statistics.totals_of_meetings import EVENTS, HAND_OVERS, LETTER, STRUCTURES
from boite.statistics.totals_of_uses import GESTURES, READINGS, USES

TOTALS: tuple[Total, ...] = (*GESTURES, *USES, *READINGS, *EVENTS, *LETTER, *HAND_OVERS, *STRUCTURES)
"""In the order of the page."""
TOTAL_OF = {total.code: total for total in TOTALS}
TOTAL_BY_NUMBER = {total.number: total for total in TOTALS}
TOTAL_SLOTS = 1 + max(total.number for total in TOTALS)
"""How many places a stored row of totals has."""
