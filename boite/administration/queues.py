"""What waits to be done: how much, since when, and what failed. Numbers only, of nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from boite.clock import now
from boite.database.rows import fetch_as
from boite.mail.models import Fate
from boite.notifications import traffic

LATE = timedelta(minutes=15)
"""After which something that was due should have been done."""
OVER = timedelta(days=7)
"""What failed is counted over so long."""
NAMES = {
    "mails": "courriels",
    "messages:mail": "messages par courriel",
    "messages:push": "alertes",
    "messages:sms": "SMS",
    "previews": "aperçus",
}
"""What each queue is called on a screen."""
MAILS = (
    f"SELECT COUNT(CASE WHEN fate = '{Fate.DUE}' THEN 1 END) AS waiting,"
    f" MIN(CASE WHEN fate = '{Fate.DUE}' AND due_at <= ? THEN due_at END) AS oldest,"
    " COUNT(CASE WHEN fate IN ('refused', 'given_up', 'doubtful') AND due_at > ? THEN 1 END) AS failed"
    " FROM mail_outgoing"
)
PREVIEWS = (
    "SELECT COUNT(CASE WHEN preview_state = 'due' THEN 1 END) AS waiting,"
    " MIN(CASE WHEN preview_state = 'due' AND preview_due <= ? THEN preview_due END) AS oldest,"
    " COUNT(CASE WHEN preview_state = 'failed' THEN 1 END) AS failed"
    " FROM files_blob WHERE preview_state IN ('due', 'failed') AND erase_due IS NULL"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """One queue. `oldest` is since when the one waits that should have been first; `failed`, over seven days.

    For previews, `failed` is all of them: the papers that no preview could be made of.
    """

    name: str
    waiting: int
    oldest: datetime | None
    failed: int

    @property
    def late(self) -> bool:
        """Whether something waits for longer than it should."""
        return self.oldest is not None and now() - self.oldest > LATE


async def queues() -> list[QueueState]:
    """Mails, then the messages of each channel, then previews."""
    [mails] = await fetch_as(MAILS, now(), now() - OVER, oldest=datetime)
    [previews] = await fetch_as(PREVIEWS, now(), oldest=datetime)
    channels = [
        QueueState(
            name=f"messages:{each.channel.value}",
            waiting=each.waiting,
            oldest=each.oldest,
            failed=sum(map(each.times, traffic.FAILED)),
        )
        for each in await traffic.traffic()
    ]
    return [QueueState(name="mails", **mails), *channels, QueueState(name="previews", **previews)]
