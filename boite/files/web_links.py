"""Links as a file that every desktop opens (`.url`). Only addresses of the web: never a script."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from boite.errors import Invalid
from boite.languages.messages import _

EXAMPLE = "https://www.orientation-cvl.fr"
LONGEST = 2000
"""Characters in an address that every browser accepts."""
_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")


def checked(address: str) -> str:
    """An address of the web, `https://` added where nothing was said. Raises Invalid for anything else."""
    address = address.strip()
    if address and not re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
        address = f"https://{address.removeprefix('//')}"
    if not safe(address):
        raise Invalid(fields={"address": _("Écrivez une adresse de site, par exemple %(example)s.", example=EXAMPLE)})
    return address


def safe(address: str) -> bool:
    """Whether it may be put in a link: http or https, towards a host."""
    if _FORBIDDEN.search(address) or len(address) > LONGEST:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        return False


def compose(address: str) -> str:
    """The text of the file."""
    return f"[InternetShortcut]\r\nURL={address}\r\n"


def parse(text: str) -> str:
    """The address in such a file; empty where there is none that is safe."""
    found = re.search(r"^URL=(.*)$", text, re.MULTILINE | re.IGNORECASE)
    address = found[1].strip() if found else ""
    return address if safe(address) else ""
