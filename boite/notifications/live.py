"""What pages that stay open are told: that the messages of their person are not what they were."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from boite.clock import now
from boite.database.long_lists import marks
from boite.database.rows import fetch_as

_STANDING = (
    "SELECT s.token_digest, s.expires_at,"
    " (SELECT COALESCE(MAX(e.id), 0) || '.' || COUNT(*) FROM journal_entry e"
    " WHERE e.owner_id = s.user_id AND e.unseen_since IS NOT NULL) AS told,"
    " (SELECT COALESCE(MAX(n.id), 0) || '.' || COUNT(*) FROM notifications_notice n"
    " WHERE n.recipient_id = s.user_id AND n.gone_at IS NULL AND n.read_at IS NULL) AS said,"
    " (SELECT COUNT(*) FROM notifications_preference p WHERE p.user_id = s.user_id AND NOT p.wanted) AS unwanted"
    " FROM account_session s WHERE s.expires_at > ? AND s.token_digest IN ({digests})"
)


async def standing(token_digests: Collection[str]) -> dict[str, tuple[datetime, str]]:
    """Until when each of these sessions lives, and a mark that changes with its person's messages. One query.

    Those that ended are left out. The mark counts by indexes of what is new: it says neither what holds nor how many
    are shown, which is asked for by whoever is told that it changed.
    """
    sql = _STANDING.format(digests=marks(token_digests))
    rows = await fetch_as(sql, now(), *token_digests, expires_at=datetime)
    return {
        row["token_digest"]: (row["expires_at"], f"e{row['told']}-n{row['said']}-{row['unwanted']}") for row in rows
    }
