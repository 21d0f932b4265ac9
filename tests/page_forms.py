"""The forms of a page, filled as its browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class PageForm:
    """One form: where it goes, and what it holds, by name."""

    action: str = ""
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)

    def sent(self, **changes: str | list[str]) -> dict[str, list[str]]:
        """What is sent once these fields are changed. The token is the visitor's."""
        kept = {name: list(values) for name, values in self.fields.items() if name != "csrf"}
        return kept | {name: [value] if isinstance(value, str) else value for name, value in changes.items()}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(given.get("action", ""), given.get("method", "get").lower()))
            self._inside = True
        elif self._inside and tag == "input" and "name" in given:
            if given.get("type") not in {"checkbox", "radio", "submit", "file"} or "checked" in given:
                self._add(given["name"], given.get("value", ""))
        elif self._inside and tag == "textarea" and "name" in given:
            self._area, self._text = given["name"], ""
        elif self._inside and tag == "select":
            self._select = given.get("name")
            if self._select:
                self.forms[-1].fields.setdefault(self._select, [])
        elif tag == "option" and self._select and ("selected" in given or not self.forms[-1].fields[self._select]):
            self.forms[-1].fields[self._select] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._area:
            self._add(self._area, self._text.removeprefix("\n"))
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def _add(self, name: str, value: str) -> None:
        self.forms[-1].fields.setdefault(name, []).append(value)


def forms_of(page: str) -> list[PageForm]:
    """The forms of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]


def form_with(page: str, name: str) -> PageForm | None:
    """The first form that has a field of this name."""
    return next((form for form in forms_of(page) if name in form.fields), None)
