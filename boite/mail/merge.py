"""One letter cast for thousands of addresses: built once, then only what differs is written in.

Building a message takes Python milliseconds; filling a template takes some microseconds, for the same bytes.
"""

from __future__ import annotations

import re
from email.message import MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from boite.clock import PARIS, now
from boite.mail.messages import PLAIN, Letter, Sender, headed
from boite.mail.wire import quoted

UNSUBSCRIBE = "https://marque.invalid/desinscription"
"""Stands, in the words of a letter, for the address that ends it for this recipient."""
REASON = "[[marque : pourquoi cette lettre]]"
"""Stands for the sentence that says why this recipient has it."""
_MARKS = re.compile(f"({re.escape(UNSUBSCRIBE)}|{re.escape(REASON)})")
_SEAMS = {UNSUBSCRIBE: "==0==", REASON: "==1=="}
"""No quoted-printable holds two « = » together."""
_SEAM = re.compile(rb"==([012])==")
_HTML = 2
"""The third seam: the reason, with what HTML wants."""


class Cast:
    """The bytes of a letter between its seams."""

    def __init__(self, letter: Letter, by: Sender, headers: dict[str, str]) -> None:
        made = headed(letter.subject, by, {**headers, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})
        made["MIME-Version"] = "1.0"
        made["Content-Type"] = "multipart/alternative"
        made.set_payload([_part(letter.text, "plain"), _part(letter.html, "html")])
        head, _, body = made.as_bytes(policy=PLAIN).partition(b"\r\n\r\n")
        self._head, self._pieces = head + b"\r\n\r\n", _SEAM.split(body)

    def fill(self, *, to: str, identifier: str, unsubscribe: str, reason: str) -> bytes:
        """The message for one address, ready for the wire. `to` was checked: it is plain ASCII without a line end."""
        head = (
            f"To: {to}\r\nMessage-ID: <{identifier}>\r\nDate: {format_datetime(now().astimezone(PARIS))}\r\n"
            f"List-Unsubscribe: <{unsubscribe}>\r\n"
        )
        values = [quoted(unsubscribe), quoted(reason), quoted(escape(reason))]
        body = b"".join(values[int(piece)] if index % 2 else piece for index, piece in enumerate(self._pieces))
        return head.encode("ascii") + self._head + body


def filled(letter: Letter, *, unsubscribe: str, reason: str) -> Letter:
    """The words of a letter as one recipient reads them: for a trial and for previews."""
    text = letter.text.replace(UNSUBSCRIBE, unsubscribe).replace(REASON, reason)
    html = letter.html.replace(UNSUBSCRIBE, escape(unsubscribe)).replace(REASON, escape(reason))
    return Letter(letter.subject, text, html)


def _part(words: str, subtype: str) -> MIMEPart:
    """One face of the letter, in quoted-printable: a seam is alone on its line, joined to its neighbours by « = »."""
    part = MIMEPart(policy=SMTP)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    pieces = [piece if piece in _SEAMS else quoted(piece).decode() for piece in _MARKS.split(words)]
    seams = _SEAMS if subtype == "plain" else _SEAMS | {REASON: f"=={_HTML}=="}
    part.set_payload("=\r\n".join(seams.get(piece, piece) for piece in pieces))
    return part
