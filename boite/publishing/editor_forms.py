"""The fields that every editor has: what was typed, shown again as it was; what is kept; and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar, Generic
from uuid import UUID

from boite.directory.models import REGION
from boite.directory.sheet.publics import LABELS
from boite.errors import Invalid
from boite.groups import file_picker
from boite.groups.file_picker import Fitting
from boite.publishing.choice_forms import Answers, Choices
from boite.publishing.drafts import D
from boite.publishing.rows import P
from boite.publishing.topics import TOPICS
from boite.text import rich_text
from boite.web import versions
from boite.web.forms import Form, every, identifiers
from boite.web.versions import BothTexts, Reading, Saying, Values

APART = ("note", "draft", "file_words")
"""Fields of the form that say nothing of the publication itself."""
FORM = {
    "title": "Titre",
    "summary": "Résumé",
    "topic": "Thème",
    "territory": "Territoire",
    "places": "Aussi dans",
    "publics": "Pour qui",
    "picture": "Image",
    "picture_alt": "Description de l'image",
}
"""The fields that two people may both change, as the page where they meet names them."""
SEVERAL = ("places", "publics")
"""Those that hold a list."""
GONE = "Ce fichier n'est plus dans l'espace du groupe. Choisissez-en un autre."


class EditorForm(Generic[P, D]):
    """The form of one kind: its fields, from what was typed to a draft and back."""

    labels: ClassVar[Mapping[str, str]] = FORM
    several: ClassVar[tuple[str, ...]] = SEVERAL
    unsaved: ClassVar[tuple[str, ...]] = ()
    """Its own fields that only help to fill the form."""
    of_files: ClassVar[Mapping[str, Fitting]] = {"picture": file_picker.PICTURES}
    """The fields that hold files, and which ones."""

    @property
    def single(self) -> list[str]:
        """The fields that hold one text."""
        return [name for name in self.labels if name not in self.several]

    def empty(self, address: Form, territory: str | None) -> D:
        """What a blank page holds. `address`: the fields of its address."""
        raise NotImplementedError

    async def read(self, form: Form, choices: Choices, publication: P | None, address: Form) -> D:
        """What the editor sent. Raises Invalid with every mistake."""
        raise NotImplementedError

    def typed(self, form: Form) -> dict[str, Any]:
        """What was sent, as the form shows it again."""
        single = {name: form.raw(name) for name in (*self.single, *self.unsaved, *APART)}
        return single | {name: form.all(name) for name in self.several}

    def values_of(self, draft: D) -> dict[str, Any]:
        """What is kept, as the form shows it: the fields that the draft has under the same name."""
        kept = {name: getattr(draft, name) for name in self.single if hasattr(draft, name)}
        plain = {name: str(value or "") if isinstance(value, UUID | None) else value for name, value in kept.items()}
        lists = {name: list(getattr(draft, name)) for name in self.several}
        return {**plain, **lists, "territory": draft.territory or REGION, **dict.fromkeys((*self.unsaved, *APART), "")}

    def words_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What two people may both change."""
        return {name: values[name] for name in self.labels}

    def fitting(self, publication: P | None, address: Form) -> Mapping[str, Fitting]:
        """Which files each field of this page takes."""
        return self.of_files

    def picked(self, values: Mapping[str, Any]) -> dict[str, list[UUID]]:
        """The files that each field of the page has, as far as they make sense."""
        chosen = {name: values[name] for name in self.of_files}
        return {name: identifiers(each if isinstance(each, list) else [each]) for name, each in chosen.items()}

    def answers(self) -> dict[str, Answers]:
        """The answers that only this form offers, by field."""
        return {}

    def together(self, form: Form, values: Values, theirs: Reading, said: Saying) -> tuple[Values, BothTexts]:
        """The fields of the form that comes back, and both texts."""
        return versions.together(form, values, theirs, said)


class TextForm(EditorForm[P, D]):
    """The form of a kind with a text of its own."""

    labels: ClassVar[Mapping[str, str]] = {**FORM, "body": "Texte"}

    def __init__(self, draft: type[D]) -> None:
        """`draft`: what it fills."""
        self.draft = draft

    def empty(self, address: Form, territory: str | None) -> D:
        """Nothing but its territory."""
        return self.draft(title="", territory=territory)

    def own(self, form: Form, choices: Choices, publication: P | None) -> dict[str, Callable[[], Any]]:
        """How the fields of this kind are read."""
        return {"body": lambda: form.lines("body", rich_text.LONGEST)}

    async def read(self, form: Form, choices: Choices, publication: P | None, address: Form) -> D:
        """What all of its fields hold. Raises Invalid with every mistake."""
        return self.draft(**every(readings(form, choices) | self.own(form, choices, publication)))


def readings(form: Form, choices: Choices) -> dict[str, Callable[[], Any]]:
    """How each of these fields is read: for `boite.web.forms.every`."""
    return {
        "title": lambda: form.required("title", 150, "Écrivez un titre."),
        "summary": lambda: form.line("summary", 400),
        "topic": lambda: form.choice("topic", ["", *TOPICS]),
        "territory": lambda: territory(form, choices.desk),
        "places": lambda: form.several("places", choices.locals),
        "publics": lambda: form.several("publics", LABELS),
        "picture": lambda: file(form, "picture", choices.files),
        "picture_alt": lambda: form.line("picture_alt", 300),
    }


def territory(form: Form, allowed: Collection[str]) -> str | None:
    """The territory whose coordination decides; None for the whole region. Raises Invalid for another."""
    code = form.choice("territory", list(allowed))
    return None if code == REGION else code


def file(form: Form, name: str, files: Collection[UUID]) -> UUID | None:
    """A file of the group's space, if one was chosen. Raises Invalid for one that may not be, or could not be kept."""
    if name in form.faults:
        raise Invalid(fields={name: form.faults[name]})
    value = form.text(name, 40)
    if value and value not in set(map(str, files)):
        raise Invalid(fields={name: GONE})
    return UUID(value) if value else None


def blank(form: Form) -> UUID:
    """The identifier that a blank page was given. Raises Invalid."""
    try:
        return UUID(form.raw("draft"))
    except ValueError as error:
        raise Invalid("Cette page est incomplète. Rechargez-la, puis recommencez.") from error


def correction(form: Form) -> str:
    """What is corrected, for readers. Raises Invalid where nothing is said."""
    return form.required("note", 500, "Dites en quelques mots ce que vous corrigez. Les lecteurs le verront.")
