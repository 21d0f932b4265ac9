"""The fields of the editor of a resource, of a decision, and those of an address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from boite.directory.models import REGION
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.publics import ASKED, LABELS
from boite.errors import Invalid
from boite.files import web_links
from boite.library.content_check import GONE, VIEWERS
from boite.library.drafts import Draft
from boite.library.jobs import CODE
from boite.library.listing import Wanted
from boite.library.models import Kind, Level
from boite.publishing.listing import LAST_PAGE
from boite.publishing.topics import TOPICS
from boite.web.forms import Form, every, identifiers

EVERYWHERE = "tout"
"""In an address: every territory, every public, whatever is known of the person."""
LONGEST_TRANSCRIPT = 150_000
"""Signs: two hours of talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What this person may choose from."""

    desk: Collection[str]
    """Where they may write for."""
    locals: Collection[str]
    files: Collection[UUID]
    jobs: Collection[str]
    """Codes that exist, among those sent."""


def draft(form: Form, kind: Kind, choices: Choices) -> Draft:
    """What the editor sent. Raises Invalid with every mistake."""
    readings: dict[str, Any] = {
        "title": lambda: form.required("title", 150, "Écrivez un titre."),
        "summary": lambda: form.line("summary", 400),
        "topic": lambda: form.choice("topic", ["", *TOPICS]),
        "level": lambda: Level(form.choice("level", list(Level), Level.COMMON)),
        "language": lambda: form.choice("language", list(LANGUAGES), "fr"),
        "territory": lambda: _territory(form, choices.desk),
        "places": lambda: form.several("places", choices.locals),
        "publics": lambda: form.several("publics", LABELS),
        "jobs": lambda: form.several("jobs", choices.jobs),
        "picture": lambda: _file(form, "picture", choices.files),
        "picture_alt": lambda: form.line("picture_alt", 300),
    }
    if kind == Kind.LINK:
        readings["link"] = lambda: _link(form)
    else:
        readings["node"] = lambda: _file(form, "node", choices.files)
    if kind in VIEWERS:
        readings["transcript"] = lambda: form.lines("transcript", LONGEST_TRANSCRIPT)
    if kind == Kind.VIDEO:
        readings["subtitles"] = lambda: _file(form, "subtitles", choices.files)
    return Draft(kind=kind, **every(readings))


def _territory(form: Form, allowed: Collection[str]) -> str | None:
    code = form.choice("territory", list(allowed))
    return None if code == REGION else code


def _link(form: Form) -> str:
    value = form.text("link", 500)
    try:
        return web_links.checked(value) if value else ""
    except Invalid as error:
        raise Invalid(fields={"link": error.fields.get("address", error.message)}) from error


def _file(form: Form, name: str, files: Collection[UUID]) -> UUID | None:
    value = form.text(name, 40)
    if value and value not in set(map(str, files)):
        raise Invalid(fields={name: GONE})
    return UUID(value) if value else None


def picked(values: Mapping[str, Any]) -> list[UUID]:
    """The files that the page has chosen, as far as they make sense."""
    return identifiers(values[name] for name in ("node", "subtitles", "picture"))


def job_codes(form: Form) -> list[str]:
    """The jobs that were ticked, as far as they look like jobs."""
    return [code for code in dict.fromkeys(form.all("jobs")) if CODE.fullmatch(code)][:100]


def blank(form: Form) -> UUID:
    """The identifier that a blank page was given. Raises Invalid."""
    try:
        return UUID(form.raw("draft"))
    except ValueError as error:
        raise Invalid("Cette page est incomplète. Rechargez-la, puis recommencez.") from error


def reason(form: Form, name: str = "reason") -> str:
    """Why, in a sentence."""
    return form.line(name, 500)


def wanted(query: Form, territories: Collection[str], default: Wanted) -> Wanted:
    """What an address asks for. What it does not know is not asked: an old link still shows something."""
    page, job = query.raw("page"), query.raw("metier").upper()
    return Wanted(
        territory=_of(query.raw("territoire"), territories, default.territory),
        public=_of(query.raw("public"), ASKED, default.public),
        topics=tuple(code for code in TOPICS if code in query.all("theme")),
        kinds=tuple(kind for kind in Kind if kind in query.all("type")),
        levels=tuple(level for level in Level if level in query.all("niveau")),
        job=job if CODE.fullmatch(job) else "",
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
    pairs += [("type", str(kind)) for kind in wanted.kinds]
    pairs += [("niveau", str(level)) for level in wanted.levels]
    pairs += [("metier", wanted.job)] if wanted.job else []
    pairs += [("mots", wanted.words)] if wanted.words else []
    return urlencode(pairs)
