"""Two people editing one form: what a page was drawn with, and both texts where somebody saved first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import ClientDisconnect, Request

from boite.database.versions import digest
from boite.errors import Refusal
from boite.web import forms
from boite.web.forms import Form

FIELD, DRAWN = "version", "lu"
LARGEST = 2**31 - 1
Values = dict[str, Any]
"""What fields hold: a text, or a list of texts where several may be chosen."""
Saying = Callable[[str, Any], tuple[str, str]]
"""The French name of a field, and what it holds in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a form is drawn with: its fields, which version they come from, and who wrote it, when that is known."""

    values: Values
    version: int | str
    author: str = ""
    own: bool = False
    """Whether it was the same person, in another tab."""
    at: datetime | None = None
    beside: dict[str, Any] = field(default_factory=dict)
    """What the page shows around the form, where that moves with it."""

    @property
    def drawn(self) -> str:
        """A mark of each field, so that what comes back tells what the person touched."""
        return " ".join(f"{name}:{digest(value)}" for name, value in self.values.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The same two hidden fields, as a form that has to be corrected brought them."""

    version: str
    drawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One field that two people changed, in words."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BothTexts:
    """What is shown to the person who saved second."""

    author: str
    own: bool
    at: datetime | None
    clashes: list[Clash] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    """The names of the fields that the other changed and this person had not touched: they are in the form."""


def number(form: Form) -> int:
    """The version that was read; 0, which no row has, where the form does not say."""
    given = form.raw(FIELD)
    return int(given) if re.fullmatch(r"[0-9]{1,19}", given) and int(given) <= LARGEST else 0


def mark(form: Form) -> str:
    """The same where the version is a digest."""
    return form.raw(FIELD)[:100]


def sent(form: Form) -> Sent:
    """Drawn again as it was sent: correcting a mistake is not reading the current version."""
    return Sent(version=mark(form), drawn=form.raw(DRAWN)[:20_000])


def typed(form: Form, values: Mapping[str, Any]) -> Values:
    """What was typed in the fields that have these values."""
    return {
        name: [item for item in form.all(name) if item] if isinstance(value, list) else form.raw(name)
        for name, value in values.items()
    }


def touched(form: Form, values: Mapping[str, Any]) -> set[str]:
    """The fields that the person changed since the form was drawn; all of them where it does not say."""
    marks = _marks(form)
    return {name for name, value in values.items() if digest(value) != marks.get(name)}


def together(form: Form, mine: Values, theirs: Reading, said: Saying) -> tuple[Values, BothTexts]:
    """The fields of the form that comes back, and both texts where two people changed the same one.

    A field that this person left alone takes what the other wrote: saving now does not undo it.
    """
    marks, own = _marks(form), touched(form, mine)
    both, values = BothTexts(author=theirs.author, own=theirs.own, at=theirs.at), dict(mine)
    for name, now in theirs.values.items():
        moved = digest(now) != marks.get(name)
        if name not in own:
            values[name] = now
            if moved:
                both.taken.append(said(name, now)[0])
        elif moved and digest(mine[name]) != digest(now):
            label, words = said(name, now)
            both.clashes.append(Clash(name=name, label=label, theirs=words, mine=said(name, mine[name])[1]))
    return values, both


async def written(request: Request) -> list[str]:
    """The words that somebody typed in such a form, where it is refused as a whole: what they wrote about is gone, or
    may not be changed any more. The page of the refusal shows them, so that they can be copied. Never raises.
    """
    form = getattr(request.state, "form", None)
    if form is None and request.method == "POST":
        with suppress(Refusal, RuntimeError, ClientDisconnect):  # its body may have been read otherwise
            form = await forms.read(request)
    if form is None or not form.raw(DRAWN):
        return []
    values = {name: form.raw(name) for name in _marks(form)}
    words = [values[name] for name in form.names() if name in touched(form, values)]
    return [text for text in words if len(text.split()) > 1]


def _marks(form: Form) -> dict[str, str]:
    pairs = (each.partition(":") for each in form.raw(DRAWN)[:20_000].split())
    return {name: found for name, _, found in pairs}


def saying(labels: Mapping[str, str], choices: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> Saying:
    """The words of a form: the name of each field, and those of the answers to choose from."""
    options = {name: dict(pairs) for name, pairs in (choices or {}).items()}

    def said(name: str, value: Any) -> tuple[str, str]:
        words = options.get(name, {})
        several = value if isinstance(value, list) else [value]
        return labels.get(name, name), ", ".join(words.get(str(each), str(each)) for each in several)

    return said
