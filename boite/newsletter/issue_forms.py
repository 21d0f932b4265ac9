"""The fields of the composer, of a new letter and of its sending."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from boite.clock import day_of, now, today
from boite.directory.sheet.publics import ASKED
from boite.errors import Invalid
from boite.files import web_links
from boite.groups import file_picker, public_files
from boite.newsletter.composer import Choice, Composition, Extra
from boite.newsletter.item_order import Move, key
from boite.newsletter.models import Issue, IssueItem, Section
from boite.newsletter.progress import SHOWN
from boite.newsletter.schedule import Wish
from boite.newsletter.sources import Period
from boite.publishing import editor_forms
from boite.text.typed_dates import instant, read_hour
from boite.web.forms import Form, every

EDITORIAL = 6000
"""Signs: a letter stays whole in a mailbox."""
WORDS = 400
SINCE_LAST = "derniere"
PERIODS = {
    SINCE_LAST: "Depuis la dernière lettre",
    "7": "Les 7 derniers jours",
    "15": "Les 15 derniers jours",
    "30": "Les 30 derniers jours",
}
SAID_APART = ("extra_title", "extra_words", "extra_address")
"""What is typed for this letter alone."""
FITTING = {"picture": file_picker.PICTURES}
"""Which files its picture may be."""
MORNING = time(9)
"""When a day comes without an hour."""


def composition(form: Form, items: Sequence[IssueItem], files: Collection[UUID], *, adding: bool) -> Composition:
    """Everything that the composer sent; `files` may be its picture. Raises Invalid.

    `adding`: whether what is typed for this letter alone joins it now.
    """
    gesture = form.raw("gesture")
    values = every(
        {
            "title": lambda: form.required("title", 150, "Écrivez l'objet de la lettre."),
            "editorial": lambda: form.lines("editorial", EDITORIAL),
            "choices": lambda: _choices(form, items),
            "extra": lambda: _extra(form, files) if adding else None,
        }
    )
    return Composition(move=_move(gesture, items), **values)


def _choices(form: Form, items: Sequence[IssueItem]) -> dict[UUID, Choice]:
    """Those that the page showed. What came meanwhile keeps its place: the version says so anyway."""
    kept, shown = set(form.all("kept")), set(form.all("shown"))
    return {
        item.id: Choice(
            kept=key(item.id) in kept,
            section=Section(form.choice(f"section-{key(item.id)}", list(Section), item.section)),
            own_words=form.line(f"words-{key(item.id)}", WORDS),
        )
        for item in items
        if key(item.id) in shown
    }


def says_more(form: Form) -> bool:
    """Whether something is typed, or chosen, for this letter alone."""
    return any(form.raw(name) for name in (*SAID_APART, "picture"))


def _extra(form: Form, files: Collection[UUID]) -> Extra:
    read = every(
        {
            "title": lambda: form.required("extra_title", 150, "Écrivez un titre."),
            "words": lambda: form.line("extra_words", WORDS),
            "address": lambda: _address(form),
            "section": lambda: Section(form.choice("extra_section", list(Section), Section.ORIENTATION)),
            "picture": lambda: editor_forms.file(form, "picture", files),
            "picture_alt": lambda: form.line("picture_alt", 300),
        }
    )
    if read["picture"] and not read["picture_alt"]:
        raise Invalid(fields={"picture_alt": public_files.NO_WORDS})
    return Extra(**read)


def _address(form: Form) -> str:
    address = form.text("extra_address", 500)
    try:
        return web_links.checked(address) if address else ""
    except Invalid as error:
        raise Invalid(fields={"extra_address": error.message}) from error


def _move(gesture: str, items: Sequence[IssueItem]) -> tuple[UUID, Move] | None:
    name, _, target = gesture.partition(":")
    found = next((item.id for item in items if key(item.id) == target), None)
    return (found, Move(name)) if found is not None and name in set(Move) else None


def period(form: Form, last: Issue | None) -> Period:
    """The days that a new letter gathers. Raises Invalid."""
    code = form.choice("period", list(PERIODS), SINCE_LAST)
    if code != SINCE_LAST:
        return Period(first=today() - timedelta(days=int(code)), last=today())
    if last is None or last.published_at is None:
        return Period(first=today() - timedelta(days=30), last=today())
    return Period(first=day_of(last.published_at), last=today())


def wish(form: Form, kept: datetime | None = None) -> Wish:
    """To whom, and when; `kept` is when it was to leave until now. Raises Invalid."""
    to, publics = form.all("to"), tuple(dict.fromkeys(form.all("publics")))
    if not set(publics) <= set(ASKED):
        raise Invalid(fields={"publics": "Choisissez dans la liste."})
    return Wish(
        at=None if form.raw("gesture") == "now" else _instant(form, kept),
        to_asked="asked" in to,
        to_professionals="professionals" in to,
        publics=publics,
        anyway=form.flag("anyway"),
    )


def _instant(form: Form, kept: datetime | None) -> datetime:
    day, hour = form.day("send_on"), read_hour(form.text("send_time", 10), "send_time")
    if day is None:
        raise Invalid(fields={"send_on": "Choisissez un jour."})
    return instant(day, hour or MORNING, "send_time", after=now(), kept=kept)


def doubtful(form: Form) -> list[int]:
    """The mails in doubt that leave again, by number. Raises Invalid where none is chosen."""
    numbers = [int(text) for text in form.all("mails") if text.isascii() and text.isdigit() and len(text) < 19]
    if not numbers or len(numbers) > SHOWN:
        raise Invalid(fields={"mails": "Cochez au moins un courriel."})
    return numbers


def typed(form: Form, names: Collection[str]) -> dict[str, str]:
    """What was sent, as the form shows it again."""
    return {name: form.raw(name) for name in names}
