"""One mail as its bytes on the wire: Python's own message takes milliseconds to build, the same bytes some tenths.

Text first, then HTML (RFC 2046, 5.1.4), each in the shorter of the two encodings, seven bits and short lines.
"""

from __future__ import annotations

import quopri
from base64 import encodebytes
from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache

from boite.clock import PARIS, now
from boite.mail.headers import ENCODED, lines
from boite.mail.messages import Letter, Sender, headed, one_line

BOUNDARY = "=_boite-spro"
"""Neither encoding writes « =_ »: no word of anybody ends a part."""
ENDING = b"\r\n"
LONGEST = 900
"""Signs of a header of ours: one line holds 998 (RFC 5322, 2.1.1)."""


def written(letter: Letter, to: str, by: Sender, headers: dict[str, str] | None = None, *, identifier: str) -> bytes:
    """One mail, ready to be sent. Raises ValueError for what is no address.

    `identifier` is the mail's own, the same at each try: a mailbox that gets it twice can tell.
    """
    own = {
        **(headers or {}),
        "To": str(Address(addr_spec=to)),
        "Date": format_datetime(now().astimezone(PARIS)),
        "Message-ID": f"<{identifier}@{by.domain}>",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{BOUNDARY}"',
    }
    head = [_opening(letter.subject, by), *(_header(name, value) for name, value in own.items())]
    edge = f"--{BOUNDARY}".encode()
    parts = [edge + ENDING + _part(letter.text, "plain"), edge + ENDING + _part(letter.html, "html"), edge + b"--"]
    return b"".join(head) + ENDING + ENDING.join(parts) + ENDING


@lru_cache(maxsize=256)
def _opening(subject: str, by: Sender) -> bytes:
    """What thousands of mails begin with: their subjects say nothing of anybody, so that there are few."""
    return headed(subject, by).as_bytes().rstrip() + ENDING


def _header(name: str, value: str) -> bytes:
    said = one_line(value, LONGEST)
    if name.lower() in ENCODED or not (said.isascii() and said.isprintable()):
        return b"\r\n ".join(line.encode("ascii") for line in lines(name, said)) + ENDING
    return f"{name}: {said}".encode("ascii") + ENDING


def _part(words: str, subtype: str) -> bytes:
    """One face of the mail."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    printable, figures = quoted(plain), encodebytes(plain.replace("\n", "\r\n").encode()).replace(b"\n", ENDING)
    named, body = ("quoted-printable", printable) if len(printable) <= len(figures) else ("base64", figures)
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {named}\r\n\r\n'
    return head.encode("ascii") + body


def quoted(words: str) -> bytes:
    """Quoted-printable (RFC 2045, 6.7)."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n").encode()
    return quopri.encodestring(plain).replace(b"\n", ENDING)
