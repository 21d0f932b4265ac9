"""The chores of papers: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.files import expiry, orphan_bytes, picture_widths, previews, sandbox

CHORES = (
    Chore("look at the sandbox", 86400, sandbox.say_missing),
    Chore("previews", 1, previews.make_due),
    Chore("slow previews", 2, previews.make_slow_due),
    Chore("widths of pictures", 1, picture_widths.make_due),
    Chore("erase blobs", 20, expiry.erase_blobs),
    Chore("expire uploads", 60, expiry.expire_uploads),
    Chore("sweep orphan uploads", 3600, expiry.sweep_orphan_uploads),
    Chore("bytes set aside", 3600, orphan_bytes.tend),
    Chore("empty trash", 300, expiry.empty_trash),
    Chore("forget sessions", 600, expiry.forget_sessions),
    Chore("forget sign-ins", 86400, expiry.forget_sign_ins),
    Chore("recount quotas", 86400, expiry.recount_quotas),
)
