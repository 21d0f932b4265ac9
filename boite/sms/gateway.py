"""The gateway: one HTTP request for one SMS, as the operator described it, and what its answer means.

Every gateway has its own words: its address, its headers, its body and the signs of its refusals are settings
(docs/exploitation.md has examples). Only one answer says that nothing left for sure: no connection, 429 or 503.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from boite.settings import Settings
from boite.sms.http_exchange import HttpAnswer, InDoubt, NotSent, exchange

SECONDS = 20.0
"""For one answer."""
BUSY = frozenset({429, 503})
"""The gateway says that it took nothing, and to come back."""
UNSURE = 500
"""From this status on, something behind the gateway may have taken it."""
WORDS = 200


class SmsOutcome(StrEnum):
    """What became of one SMS."""

    HANDED = "handed"
    REFUSED = "refused"
    NO_SUCH_NUMBER = "no_such_number"
    LATER = "later"
    """Surely not sent."""
    UNKNOWN = "unknown"
    """It may have been: it is never sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayReply:
    """The answer to one SMS. `code` is 0 without one; `words` never holds a text nor a number."""

    outcome: SmsOutcome
    code: int = 0
    words: str = ""


def is_on(settings: Settings) -> bool:
    """Whether this service sends SMS at all. Where it does not, nothing is said of them anywhere."""
    return bool(settings.sms_url) and settings.sms_month > 0


async def send(settings: Settings, to: str, text: str, reference: str) -> GatewayReply:
    """Ask the gateway to send it, once. Never raises: whatever happens is an answer."""
    values = {"to": to, "text": text, "reference": reference, "sender": settings.sms_sender}
    address, headers, body = _request(settings, values)
    try:
        answer = await exchange(settings.sms_method, address, headers, body, seconds=SECONDS)
    except NotSent as error:
        return GatewayReply(outcome=SmsOutcome.LATER, words=f"not reached: {error}")
    except InDoubt as error:
        return GatewayReply(outcome=SmsOutcome.UNKNOWN, words=f"no answer: {error}")
    return _judged(settings, answer)


def _request(settings: Settings, values: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
    """The address, the headers and the body, filled: escaped for JSON where the body is JSON, else for a form."""
    as_json = settings.sms_body.lstrip().startswith(("{", "["))
    body = filled(settings.sms_body, values, as_json=as_json)
    kind = "application/json" if as_json else "application/x-www-form-urlencoded"
    headers = {"Content-Type": kind, **json.loads(settings.sms_headers or "{}")}
    if settings.sms_method != "GET":
        return settings.sms_url, headers, body.encode()
    joined = "&" if urlsplit(settings.sms_url).query else "?"
    del headers["Content-Type"]
    return f"{settings.sms_url}{joined}{quote(body, safe='=&%+')}", headers, b""


def filled(template: str, values: dict[str, str], *, as_json: bool) -> str:
    """The template with its `{to}`, `{text}`, `{reference}`, `{sender}`: each once, whatever a value holds."""

    def value(found: re.Match[str]) -> str:
        said = values[found[1]]
        return json.dumps(said)[1:-1] if as_json else quote_plus(said)

    return re.sub(r"\{(to|text|reference|sender)\}", value, template)


def _judged(settings: Settings, answer: HttpAnswer) -> GatewayReply:
    said = answer.body.decode("utf-8", "replace")
    if settings.sms_unknown and re.search(settings.sms_unknown, said):
        return GatewayReply(outcome=SmsOutcome.NO_SUCH_NUMBER, code=answer.status, words="no such number")
    if answer.status in BUSY:
        return GatewayReply(outcome=SmsOutcome.LATER, code=answer.status, words="busy")
    if str(answer.status) not in settings.sms_ok.split():
        outcome = SmsOutcome.UNKNOWN if answer.status >= UNSURE else SmsOutcome.REFUSED
        return GatewayReply(outcome=outcome, code=answer.status, words="not an accepted status")
    if settings.sms_refused and re.search(settings.sms_refused, said):
        return GatewayReply(outcome=SmsOutcome.REFUSED, code=answer.status, words="refused in the body")
    number = pointed(said, settings.sms_id) if settings.sms_id else ""
    if number is None:
        return GatewayReply(outcome=SmsOutcome.UNKNOWN, code=answer.status, words="no identifier in the answer")
    return GatewayReply(outcome=SmsOutcome.HANDED, code=answer.status, words=number[:WORDS])


def pointed(text: str, pointer: str) -> str | None:
    """What a JSON pointer (RFC 6901) leads to in this text, as a text. None where it leads nowhere."""
    try:
        here: Any = json.loads(text)
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            here = here[int(key)] if isinstance(here, list) else here[key]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None
    return str(here) if isinstance(here, str | int) and not isinstance(here, bool) and str(here) else None
