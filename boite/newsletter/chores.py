"""The chores of the letter: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.newsletter import delivering, finishing, holding, recipients, silence, starting, subscribing

CHORES = (
    Chore("begin letters", 10, starting.begin_due),
    Chore("recipients of letters", 5, recipients.gather_due),
    Chore("hand letters over", 5, delivering.deliver_due),
    Chore("doubt letters", 60, lambda settings, store: holding.doubt()),
    Chore("finish letters", 10, finishing.finish_due),
    Chore("forget letters", 3600, finishing.forget_due),
    Chore("forget readers", 3600, lambda settings, store: silence.forget()),
    Chore("forget demands", 3600, lambda settings, store: subscribing.forget_unconfirmed()),
)
