"""The channels that this service has: one that an operator did not set up carries nothing, and is not chosen."""

from __future__ import annotations

from boite.mail.connection import reachable
from boite.notifications.models import Channel
from boite.settings import Settings
from boite.sms import gateway


def set_up(settings: Settings) -> frozenset[Channel]:
    """Those that may carry a message now."""
    from boite.notifications import vapid  # it loads the cryptography of push: a start does not wait for it

    found = {Channel.SERVICE}
    if vapid.identity(settings):
        found.add(Channel.PUSH)
    if reachable(settings):
        found.add(Channel.MAIL)
    if gateway.is_on(settings):
        found.add(Channel.SMS)
    return frozenset(found)
