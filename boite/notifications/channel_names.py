"""How channels are named: one word each, the same wherever somebody reads it."""

from __future__ import annotations

from boite.languages.messages import _
from boite.notifications.models import Channel

NAMES = {
    Channel.SERVICE: _("Dans ma boîte"),
    Channel.MAIL: _("Courriel"),
    Channel.PUSH: _("Alerte"),
    Channel.SMS: _("SMS"),
}
MANY = {Channel.MAIL: "courriels", Channel.PUSH: "alertes", Channel.SMS: "SMS"}
"""What leaves by those outside the service."""
