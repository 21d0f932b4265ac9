"""What a page draws, read back from its HTML: its links, and its forms with what they would send as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class DrawnForm:
    """A form as it is drawn. `values` is what it would send untouched, `choices` what it offers by name."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    """The fields that a browser wants something in."""
    kinds: dict[str, str] = field(default_factory=dict)
    """The type of each input."""


@dataclass(slots=True)
class DrawnPage:
    """The links and the forms of a page."""

    links: list[str] = field(default_factory=list)
    forms: list[DrawnForm] = field(default_factory=list)


def drawn(html: str, address: str) -> DrawnPage:
    """What this page, found at this address, offers to press."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.page, self._address = DrawnPage(), address
        self._form: DrawnForm | None = None
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.page.links.append(given["href"])
        elif tag == "form":
            method = given.get("method", "get").lower()
            self._form = DrawnForm(given.get("action") or self._address, method)
            self.page.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: DrawnForm, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if "required" in given and name:
            form.required.add(name)
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._offered(form, self._select, given.get("value", ""), chosen="selected" in given)
        elif tag == "textarea":
            self._text = name
            form.values.setdefault(name, [""])
        elif tag == "input" and name:
            self._input(form, name, given)
        elif tag == "button" and name:
            self._offered(form, name, given.get("value", ""), chosen=False)

    def _input(self, form: DrawnForm, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        form.kinds[name] = kind
        if kind in {"radio", "checkbox"}:
            self._offered(form, name, value or "on", chosen="checked" in given)
        elif kind not in {"submit", "file", "button"}:
            form.values.setdefault(name, []).append(value)

    def _offered(self, form: DrawnForm, name: str, value: str, *, chosen: bool) -> None:
        form.choices.setdefault(name, []).append(value)
        if chosen:
            form.values.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._text and self._form is not None:
            self._form.values[self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""


def filled(form: DrawnForm) -> Iterator[dict[str, list[str]]]:
    """What somebody may send with it: every required field filled, and each choice of a territory in its turn."""
    values = {name: list(given) for name, given in form.values.items()}
    for name in form.required:
        if not any(values.get(name, [])):
            offered = [choice for choice in form.choices.get(name, []) if choice]
            values[name] = [offered[0] if offered else _typed(form.kinds.get(name, "text"))]
    places = [name for name in form.choices if "territ" in name]
    if not places:
        yield values
    for name in places:
        for choice in filter(None, form.choices[name]):
            yield values | {name: [choice]}


def _typed(kind: str) -> str:
    return {"date": "2026-12-10", "time": "10:00", "email": "essai@exemple.fr", "number": "1"}.get(kind, "Essai")
