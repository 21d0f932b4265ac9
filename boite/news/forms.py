"""The fields of the editor, of a decision, of a partner's form, and those of an address."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time
from urllib.parse import urlencode
from uuid import UUID

from boite.clock import day_of, now
from boite.directory.models import REGION
from boite.directory.sheet.publics import ASKED, LABELS
from boite.errors import Invalid
from boite.files import web_links
from boite.mail.addresses import checked
from boite.news.drafts import Draft
from boite.news.partners import Offer
from boite.publishing.listing import LAST_PAGE, Wanted
from boite.publishing.topics import TOPICS
from boite.text import hours, rich_text
from boite.web.forms import Form, every, identifiers

EVERYWHERE = "tout"
"""In an address: every territory, every public, whatever is known of the person."""
MORNING = time(8)
"""When a day comes without an hour."""


def draft(form: Form, desk: Collection[str], locals_: Collection[str], files: Collection[UUID]) -> Draft:
    """What the editor sent. `desk`: where this person may write for; `files`: what may go with it. Raises Invalid."""
    values = every(
        {
            "title": lambda: form.required("title", 150, "Écrivez un titre."),
            "summary": lambda: form.line("summary", 400),
            "body": lambda: form.lines("body", rich_text.LONGEST),
            "topic": lambda: form.choice("topic", ["", *TOPICS]),
            "territory": lambda: _territory(form, desk),
            "places": lambda: form.several("places", locals_),
            "publics": lambda: form.several("publics", LABELS),
            "picture": lambda: _file(form, "picture", files),
            "picture_alt": lambda: form.line("picture_alt", 300),
            "attachments": lambda: _attachments(form, files),
            "publish_at": lambda: instant(form),
            "ends_on": lambda: form.day("ends_on"),
        }
    )
    made = Draft(**values)
    if made.publish_at and made.ends_on and day_of(made.publish_at) > made.ends_on:
        raise Invalid(fields={"ends_on": "La date de fin est avant la parution."})
    return made


def _territory(form: Form, allowed: Collection[str]) -> str | None:
    code = form.choice("territory", list(allowed))
    return None if code == REGION else code


def _file(form: Form, name: str, files: Collection[UUID]) -> UUID | None:
    value = form.text(name, 40)
    if value and value not in set(map(str, files)):
        raise Invalid(fields={name: "Ce fichier n'est plus dans l'espace du groupe. Choisissez-en un autre."})
    return UUID(value) if value else None


def _attachments(form: Form, files: Collection[UUID]) -> tuple[tuple[UUID, str], ...]:
    codes = {str(file): file for file in files}
    chosen = [value for value in dict.fromkeys(form.all("attachments")) if value]
    if not set(chosen) <= codes.keys():
        raise Invalid(fields={"attachments": "Un fichier n'est plus dans l'espace du groupe."})
    return tuple((codes[value], form.line(f"label-{value}", 150)) for value in chosen)


def instant(form: Form) -> datetime | None:
    """A day and an hour in France; None without a day. Raises Invalid, also for the hour that spring skips."""
    day, hour = form.day("publish_on"), hours.read_hour(form.text("publish_time", 10), "publish_time")
    return hours.instant(day, hour or MORNING, "publish_time", after=now()) if day else None


def picked(form: Form) -> list[UUID]:
    """The files that the page has chosen, as far as they make sense."""
    return identifiers([form.raw("picture"), *form.all("attachments")])


def blank(form: Form) -> UUID:
    """The identifier that a blank page was given. Raises Invalid."""
    try:
        return UUID(form.raw("draft"))
    except ValueError as error:
        raise Invalid("Cette page est incomplète. Rechargez-la, puis recommencez.") from error


def reason(form: Form, name: str = "reason") -> str:
    """Why, in a sentence."""
    return form.line(name, 500)


def offer(form: Form, territories: Collection[str]) -> Offer:
    """What a partner sent. Raises Invalid."""
    values = every(
        {
            "territory": lambda: _territory(form, territories),
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
    """What an address asks for. What it does not know is not asked: an old link still shows something."""
    territory, public, topics = query.raw("territoire"), query.raw("public"), query.all("theme")
    page = query.raw("page")
    says_nothing = not (territory or public or topics)
    return Wanted(
        territory=_of(territory, territories, default.territory),
        public=_of(public, ASKED, default.public),
        topics=default.topics if says_nothing else tuple(code for code in TOPICS if code in topics),
        words=" ".join(query.raw("mots")[:200].split()),
        page=min(int(page), LAST_PAGE) if page.isascii() and page.isdigit() and 0 < len(page) < 5 and int(page) else 1,
    )


def _of(value: str, known: Collection[str], default: str) -> str:
    if not value:
        return default
    return value if value in known else ""


def query_of(wanted: Wanted) -> str:
    """What is wanted, as the shareable end of an address, less its page. « Everything » is said too."""
    pairs = [("territoire", wanted.territory or EVERYWHERE), ("public", wanted.public or EVERYWHERE)]
    pairs += [("theme", code) for code in wanted.topics]
    if wanted.words:
        pairs.append(("mots", wanted.words))
    return urlencode(pairs)


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
