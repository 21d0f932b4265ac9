"""The chores of the letter: what is done in the background, and how often (seconds)."""

from __future__ import annotations

from boite.database.chores import Chore
from boite.newsletter import completion, delivery, delivery_queue, launch, recipients, silence, subscription
from boite.newsletter.models import Issue
from boite.publishing import prose

CHORES = (
    Chore("begin letters", 10, launch.begin_due),
    Chore("recipients of letters", 5, recipients.gather_due),
    Chore("hand letters over", 5, delivery.deliver_due, sends=True),
    Chore("doubt letters", 60, lambda settings, store: delivery_queue.doubt()),
    Chore("finish letters", 10, completion.finish_due),
    Chore("renew letters", 3600, lambda settings, store: prose.renew(Issue, "editorial")),
    Chore("forget letters", 3600, completion.forget_due),
    Chore("forget readers", 3600, lambda settings, store: silence.forget()),
    Chore("forget demands", 3600, lambda settings, store: subscription.forget_unconfirmed()),
)
