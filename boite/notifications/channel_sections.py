"""What « Me prévenir » shows of each channel: every channel says it in a module of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from boite.accounts.models import Session
from boite.notifications import mail_section, push_section, sms_section
from boite.notifications.models import Channel
from boite.settings import Settings

Section = Callable[[Settings, Session], Awaitable[Mapping[str, Any]]]
"""From the session that looks at the page, whose user is read, the values of a template."""
SECTIONS: Mapping[Channel, Section] = {
    Channel.MAIL: mail_section.section,
    Channel.PUSH: push_section.section,
    Channel.SMS: sms_section.section,
}
"""In the order of the page. Each template (`notifications/_mail.html`…) reads its own values under `section`."""


async def sections(settings: Settings, session: Session) -> dict[str, Mapping[str, Any]]:
    """What each channel shows, by its name."""
    return {channel.value: await section(settings, session) for channel, section in SECTIONS.items()}
