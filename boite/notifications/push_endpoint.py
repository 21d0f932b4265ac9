"""What a browser gives to be told: an address of its push service and two keys. Checked before any is kept.

Whoever signs in may send anything here. A host is compared with those of the settings, never matched by a pattern: no
other machine is ever asked, whatever its name contains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from boite.errors import Invalid
from boite.languages.messages import _
from boite.notifications.push_payload import AUTH, browser_key
from boite.notifications.vapid import decoded
from boite.settings import Settings

LONGEST = 1000
"""Signs of an endpoint; those of today have 200 to 500."""
_SIGNS = re.compile(r"[\x21-\x7e]+")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,90}={0,2}")
_LABELS = re.compile(r"(?!xn--)[a-z0-9-]{1,63}(\.(?!xn--)[a-z0-9-]{1,63})*")
UNKNOWN_SERVICE = _("Nous ne connaissons pas le service d'alertes de ce navigateur.")


@dataclass(frozen=True, slots=True)
class BrowserSubscription:
    """Where a browser is told, and what seals the words for it."""

    endpoint: str
    p256dh: str
    auth: str


def checked(settings: Settings, endpoint: str, p256dh: str, auth: str) -> BrowserSubscription:
    """What this browser gave. Raises Invalid for a service that is not in the settings, or for a key that is none."""
    try:
        address(settings, endpoint)
        browser_key(_raw(p256dh))
        if len(_raw(auth)) != AUTH:
            raise ValueError("not a secret of a browser")
    except ValueError as error:
        raise Invalid(UNKNOWN_SERVICE) from error
    return BrowserSubscription(endpoint, p256dh.rstrip("="), auth.rstrip("="))


def address(settings: Settings, endpoint: str) -> SplitResult:
    """The parts of an endpoint. Raises ValueError for any but that of a service of the settings."""
    if len(endpoint) > LONGEST or not _SIGNS.fullmatch(endpoint):
        raise ValueError("not the address of a push service")
    parts = urlsplit(endpoint)
    written_so = endpoint.startswith(f"https://{parts.netloc}/") and "\\" not in endpoint and not parts.fragment
    if not written_so or not any(_is_of(parts.netloc, known) for known in settings.push_hosts.split()):
        raise ValueError("not a known push service")
    return parts


def _is_of(host: str, known: str) -> bool:
    """Whether it is that machine, or one of that domain where it begins with a dot."""
    if not known.startswith("."):
        return host == known
    return host.endswith(known) and bool(_LABELS.fullmatch(host.removesuffix(known)))


def _raw(key: str) -> bytes:
    # The reading of base64 skips what is none of its signs.
    if not _KEY.fullmatch(key):
        raise ValueError("not a key")
    return decoded(key.rstrip("="))
