"""The words of a mail from its three templates, and what every mail of ours begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from boite.mail.addresses import checked
from boite.mail.headers import WholeWords
from boite.settings import Settings
from boite.text.french import FILTERS
from boite.web.templating import folder

NAME = "Ma boîte SPRO"
PLAIN = WholeWords(linesep="\r\n", cte_type="7bit")
"""Seven bits on the wire: no server needs to speak 8BITMIME."""
SUBJECT = 300
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: its subject, its text, and the same as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender of a mail, and where failures are returned."""

    name: str
    address: str
    bounces: str

    @property
    def domain(self) -> str:
        """What the identifiers of our messages end with."""
        return self.address.rpartition("@")[2]


def one_line(text: str, limit: int = SUBJECT) -> str:
    """No character that could start another header."""
    return _BREAKS.sub(" ", text).strip()[:limit]


@lru_cache(maxsize=8)
def sender(settings: Settings) -> Sender:
    """The sender for these settings. Raises Invalid for a setting that is not an address."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    name, address = parseaddr(settings.mail_from)
    if not address:
        # A name without a dot, or a number, is fine on one's own machine only: no server is spoken to from there.
        return Sender(NAME, f"lettre@{host}", settings.mail_bounces or f"lettre@{host}")
    address = checked(address, "mail_from")
    bounces = checked(settings.mail_bounces, "mail_bounces") if settings.mail_bounces else address
    return Sender(one_line(name) or NAME, address, bounces)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder() / "emails"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.globals["style"] = Markup("<style>{}</style>").format(
        Markup((folder() / "emails" / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    )
    return made


def render(name: str, **context: object) -> Letter:
    """The letter of `templates/emails/<name>/`: subject.txt, body.txt and body.html."""
    subject, text, html = (
        _environment().get_template(f"{name}/{part}").render(context)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return Letter(one_line(subject), text.strip() + "\n", html)


def headed(subject: str, by: Sender, headers: dict[str, str] | None = None) -> EmailMessage:
    """A message without words yet: what is the same for each of its recipients. No machine answers it (RFC 3834)."""
    made = EmailMessage(policy=PLAIN)
    made["Subject"] = one_line(subject)
    made["From"] = Address(by.name, addr_spec=by.address)
    made["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        made[name] = one_line(value, 900)
    return made
