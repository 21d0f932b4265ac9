"""The fields of a day and an hour, of a partner's form, and those of an address."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time
from urllib.parse import urlencode

from boite.clock import now
from boite.errors import Invalid
from boite.files import web_links
from boite.mail.addresses import checked
from boite.news.partners import Offer
from boite.publishing import address_forms
from boite.publishing.editor_forms import territory
from boite.publishing.listing import Wanted
from boite.text import typed_dates
from boite.web.forms import Form, every

MORNING = time(8)
"""When a day comes without an hour."""


def instant(form: Form, kept: datetime | None = None) -> datetime | None:
    """A day and an hour in France; None without a day. Raises Invalid, also for the hour that spring skips.

    `kept`: what it was until now, which of the two hours of autumn included.
    """
    day, hour = form.day("publish_on"), typed_dates.read_hour(form.text("publish_time", 10), "publish_time")
    return typed_dates.instant(day, hour or MORNING, "publish_time", after=now(), kept=kept) if day else None


def offer(form: Form, territories: Collection[str]) -> Offer:
    """What a partner sent. Raises Invalid."""
    values = every(
        {
            "territory": lambda: territory(form, territories),
            "structure": lambda: form.required("structure", 200, "Écrivez le nom de votre structure."),
            "title": lambda: form.required("title", 150, "Écrivez un titre."),
            "text": lambda: _filled(form),
            "link": lambda: _link(form),
            "email": lambda: _email(form),
        }
    )
    return Offer(**values)


def _filled(form: Form) -> str:
    value = form.lines("text", 10_000)
    if not value:
        raise Invalid(fields={"text": "Écrivez votre actualité."})
    return value


def _link(form: Form) -> str:
    value = form.text("link", 500)
    try:
        return web_links.checked(value) if value else ""
    except Invalid as error:
        raise Invalid(fields={"link": error.message}) from error


def _email(form: Form) -> str:
    value = form.text("email", 254)
    return checked(value) if value else ""


def wanted(query: Form, territories: Collection[str], default: Wanted) -> Wanted:
    """What an address asks for."""
    return Wanted(**address_forms.fields(query, territories, default))


def feed_query(wanted: Wanted) -> str:
    """The end of the address of a feed: a territory and topics, nothing where neither is asked."""
    pairs = [("territoire", wanted.territory)] if wanted.territory else []
    pairs += [("theme", code) for code in wanted.topics]
    return f"?{urlencode(pairs)}" if pairs else ""


def month(period: str) -> date | None:
    """The first day of « 2026-11 »; None for anything else."""
    if not re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", period):
        return None
    return date(int(period[:4]), int(period[5:]), 1)
