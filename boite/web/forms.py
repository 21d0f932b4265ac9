"""What a form sent: read within a limit, its token verified, each value cleaned and typed."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

from starlette.requests import Request

from boite.errors import Invalid
from boite.web import csrf

LIMIT = 1_000_000
"""Bytes of a plain form. Files come another way."""


class Form:
    """The fields of one form. Reading a field that makes no sense raises Invalid with its name."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = [(name, value.replace("\x00", "")) for name, value in pairs]

    def text(self, name: str, limit: int = 500) -> str:
        """One line, trimmed; empty where absent. Raises Invalid beyond `limit` characters."""
        value = self.raw(name).strip()
        if len(value) > limit:
            raise Invalid(fields={name: f"C'est trop long : {limit} signes au plus."})
        return value

    def raw(self, name: str) -> str:
        """The last value of this name, as sent."""
        return next((value for key, value in reversed(self._pairs) if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of this name."""
        return [value for key, value in self._pairs if key == name]

    def flag(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.raw(name))

    def integer(self, name: str, low: int, high: int) -> int | None:
        """A whole number between two bounds; None where empty. Raises Invalid."""
        value = self.text(name, 20)
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise Invalid(fields={name: f"Écrivez un nombre entre {low} et {high}."})
        return int(value)

    def day(self, name: str) -> date | None:
        """A day as browsers send it (2026-11-23); None where empty. Raises Invalid."""
        value = self.text(name, 20)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise Invalid(fields={name: "Écrivez une date : jour, mois, année."}) from error

    def choice(self, name: str, allowed: list[str] | tuple[str, ...], default: str = "") -> str:
        """One of the allowed values. Raises Invalid."""
        value = self.text(name, 100) or default
        if value not in allowed:
            raise Invalid(fields={name: "Choisissez une réponse dans la liste."})
        return value


async def read(request: Request) -> Form:
    """The form of a POST, its token verified. Raises Forbidden, Invalid."""
    form = Form(_pairs(await _body(request)))
    csrf.verify(request, form.raw(csrf.FIELD) or request.headers.get(csrf.HEADER))
    return form


def query(request: Request) -> Form:
    """The fields of an address, with the same readings."""
    return Form(_pairs(request.url.query))


async def _body(request: Request) -> str:
    if "urlencoded" not in request.headers.get("content-type", "application/x-www-form-urlencoded"):
        csrf.verify(request, request.headers.get(csrf.HEADER))
        return ""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise Invalid("Ce que vous envoyez est trop long.")
    return body.decode(errors="replace")


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=3000, errors="replace")
    except ValueError as error:
        raise Invalid("Ce que vous envoyez est trop long.") from error
