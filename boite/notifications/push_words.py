"""What a push shows: on a locked screen, words that say nothing of anybody, unless its person wanted the detail."""

from __future__ import annotations

import hashlib
import hmac
import json

from boite.languages.messages import _, counted, translated
from boite.languages.spoken import speaking
from boite.notifications.end_links import short_path
from boite.notifications.hand_over import Envelope
from boite.notifications.inbox import InboxLine
from boite.settings import Settings
from boite.text.normalise import unturned
from boite.web import addresses

TITLE, BODY = 100, 240
"""Most signs shown: a phone cuts sooner, and all of it stays far under the size that a push may have."""
MARKS = 20
SERVICE_NAME = "Ma boîte SPRO"
NOT_MINE = _("Pas pour moi")
"""A button of the push itself: whoever holds this screen ends the channel, without signing in."""


def words(envelope: Envelope, settings: Settings, language: str) -> bytes:
    """The words of this envelope as the service worker reads them (`/avis.js`), in the language of their reader."""
    lines = envelope.lines
    with speaking(language):
        title, body = _detailed(envelope) if envelope.contact.detailed and envelope.inside else _outside(envelope)
        not_mine = _said(NOT_MINE)
    shown = {
        "title": _short(title, TITLE),
        "body": _short(body, BODY),
        "url": _leads_to(lines, settings),
        "tag": topic(envelope, settings),
        "marks": [str(line.mark) for line in lines[:MARKS]],
        "end": {"title": _short(not_mine, TITLE), "url": short_path(settings, envelope.contact)},
        "lang": language,
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def topic(envelope: Envelope, settings: Settings) -> str:
    """The same for two tries of one delivery: the second replaces the first (RFC 8030, 5.4). 32 signs."""
    said = f"push:{envelope.delivery.once}"
    return hmac.new(settings.secret_key().encode(), said.encode(), hashlib.sha256).hexdigest()[:32]


def _outside(envelope: Envelope) -> tuple[str, str]:
    """No variable but a count: anybody may read this screen."""
    count = len(envelope.lines) + envelope.others
    return SERVICE_NAME, _said(envelope.lines[0].kind.outside if count == 1 else _waiting(count))


def _detailed(envelope: Envelope) -> tuple[str, str]:
    first, count = envelope.lines[0], len(envelope.lines) + envelope.others
    if count == 1 and not first.body:  # a line of the journal is one sentence, too long for a title
        return SERVICE_NAME, _said(first.title)
    if count == 1:
        return _said(first.title), _said(first.body)
    return _said(_waiting(count)), _said(first.title)


def _waiting(count: int) -> str:
    return counted("%(num)s message vous attend.", "%(num)s messages vous attendent.", count)


def _said(sentence: str) -> str:
    return translated(sentence) or str(sentence)


def _leads_to(lines: list[InboxLine], settings: Settings) -> str:
    site = addresses.of_site(settings)
    if len(lines) == 1:
        return site("notifications:open", mark=str(lines[0].mark))
    return site("notifications:messages")


def _short(text: str, most: int) -> str:
    """On one line, cut at a word."""
    line = " ".join(unturned(text).split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0][: most - 1] + "…"
