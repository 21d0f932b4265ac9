"""What a form sent: read within a limit, its token verified, each value cleaned and typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from starlette.requests import Request

from boite.database.shortened import LAST_PAGE
from boite.errors import Invalid
from boite.languages.messages import _
from boite.text.typed_dates import read_day
from boite.text.visible import shows
from boite.web import csrf

LIMIT = 1_000_000
"""Bytes of a plain form, or of the plain fields of a form with files."""
MOST_FIELDS = 3000
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that no text needs. XML cannot represent them."""


class Form:
    """The fields of one form. Reading a field that makes no sense raises Invalid with its name.

    A field that shows nothing is empty, whatever signs it holds: so none of them answers a required one.
    """

    def __init__(self, pairs: list[tuple[str, str]], faults: Mapping[str, str] | None = None) -> None:
        """`faults`: what is wrong with a file that came with it, in words, by the field that it was for."""
        self._pairs = [(name, value.replace("\x00", "") if shows(value) else "") for name, value in pairs]
        self.faults = dict(faults or {})

    def text(self, name: str, limit: int = 500) -> str:
        """One line, trimmed; empty where absent. Raises Invalid beyond `limit` characters."""
        value = self.raw(name).strip()
        if len(value) > limit:
            raise Invalid(fields={name: _("C'est trop long : %(limit)s signes au plus.", limit=limit)})
        return value

    def line(self, name: str, limit: int) -> str:
        """One line without controls nor double spaces; empty where absent. Raises Invalid beyond `limit`."""
        return " ".join(_CONTROLS.sub("", self.text(name, limit)).split())

    def required(self, name: str, limit: int, words: str) -> str:
        """The same, which has to say something. Raises Invalid with `words`."""
        value = self.line(name, limit)
        if not value:
            raise Invalid(fields={name: words})
        return value

    def lines(self, name: str, limit: int) -> str:
        """Several lines, as typed, without controls. Raises Invalid beyond `limit` characters."""
        value = _CONTROLS.sub("", self.raw(name).replace("\r\n", "\n")).strip()
        if len(value) > limit:
            raise Invalid(fields={name: _("C'est trop long : %(limit)s signes au plus.", limit=limit)})
        return value

    def raw(self, name: str) -> str:
        """The last value of this name, as sent."""
        return next((value for key, value in reversed(self._pairs) if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of this name."""
        return [value for key, value in self._pairs if key == name]

    def names(self) -> list[str]:
        """The names of the fields, each once."""
        return list(dict.fromkeys(name for name, _ in self._pairs))

    def flag(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.raw(name))

    def integer(self, name: str, low: int, high: int) -> int | None:
        """A whole number between two bounds; None where empty. Raises Invalid."""
        value = self.text(name, 20)
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise Invalid(fields={name: _("Écrivez un nombre entre %(low)s et %(high)s.", low=low, high=high)})
        return int(value)

    def page(self) -> int:
        """The page of a list that an address asks for (`page`); the first where it does not say. Raises Invalid."""
        return self.integer("page", 1, LAST_PAGE) or 1

    def day(self, name: str) -> date | None:
        """A day as browsers send it (2026-11-23); None where empty. Raises Invalid, also far from our time."""
        return read_day(self.text(name, 20), name)

    def choice(self, name: str, allowed: list[str] | tuple[str, ...], default: str = "") -> str:
        """One of the allowed values. Raises Invalid."""
        value = self.text(name, 100) or default
        if value not in allowed:
            raise Invalid(fields={name: _("Choisissez une réponse dans la liste.")})
        return value

    def several(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """The values of this name, each once, all of them allowed. Raises Invalid."""
        codes = tuple(dict.fromkeys(self.all(name)))
        if not set(codes) <= set(allowed):
            raise Invalid(fields={name: _("Choisissez dans la liste.")})
        return codes


def every(readings: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """Each value by name. Raises Invalid with all the mistakes at once."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, reading in readings.items():
        try:
            values[name] = reading()
        except Invalid as error:
            errors |= error.fields
    if errors:
        raise Invalid(fields=errors)
    return values


async def read(request: Request) -> Form:
    """The form of a POST, its token verified. Raises Forbidden, Invalid."""
    form = Form(_pairs(await _body(request)))
    csrf.verify(request, form.raw(csrf.FIELD) or request.headers.get(csrf.HEADER))
    request.state.form = form
    return form


async def read_signed(request: Request) -> Form:
    """The form of a POST whose address is itself the proof: a signed link that only its mailbox has.

    Programs that read mail send it without our cookies (RFC 8058, 3.2), so no token of ours can be asked for. Nor in a
    page kept for anybody, where the form only tells something to its own device.
    """
    return Form(_pairs(await _urlencoded(request)))


def query(request: Request) -> Form:
    """The fields of an address, with the same readings."""
    return Form(_pairs(request.url.query))


async def _body(request: Request) -> str:
    if "urlencoded" not in request.headers.get("content-type", "application/x-www-form-urlencoded"):
        csrf.verify(request, request.headers.get(csrf.HEADER))
        return ""
    return await _urlencoded(request)


async def _urlencoded(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise Invalid(_("Ce que vous envoyez est trop long."))
    request._body = body  # kept as Starlette keeps it, should the view be done again
    return body.decode(errors="replace")


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError as error:
        raise Invalid(_("Ce que vous envoyez est trop long.")) from error


def page_number(text: str) -> int:
    """The page of a list, the nearest one that may exist; the first for what is no number. Never raises."""
    return min(max(int(text), 1), LAST_PAGE) if re.fullmatch(r"[0-9]{1,9}", text) else 1


def identifiers(texts: Iterable[str]) -> list[UUID]:
    """Those of these texts that are identifiers, in order. The others are left out."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found
