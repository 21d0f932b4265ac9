"""The fields of the editor that only resources have: how easy they are, their jobs, their content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from boite.directory.sheet.languages import LANGUAGES
from boite.errors import Invalid
from boite.files import web_links
from boite.groups import file_picker
from boite.groups.file_picker import Fitting
from boite.library import jobs
from boite.library.content_check import VIEWERS
from boite.library.drafts import ResourceDraft
from boite.library.jobs import CODE
from boite.library.models import Level, Resource, ResourceKind
from boite.library.subtitles import SUFFIXES
from boite.library.wording import LEVELS
from boite.publishing import editor_forms
from boite.publishing.choice_forms import Answers, Choices
from boite.publishing.editor_forms import EditorForm, readings
from boite.web.forms import Form, every

LONGEST_TRANSCRIPT = 150_000
"""Characters: two hours of talk."""
PLAYED = {ResourceKind.VIDEO: file_picker.VIDEOS, ResourceKind.AUDIO: file_picker.SOUNDS}
LANGUAGE_ANSWERS: Answers = [(code, name.capitalize()) for code, name in LANGUAGES.items()]


class ResourceForm(EditorForm[Resource, ResourceDraft]):
    """A resource. Its kind is chosen once, in the address of a blank page."""

    labels: ClassVar[Mapping[str, str]] = {
        **editor_forms.FORM,
        "level": "Niveau",
        "language": "Langue",
        "jobs": "Métiers",
        "link": "Lien",
        "node": "Fichier",
        "subtitles": "Sous-titres",
        "transcript": "Transcription",
    }
    several, unsaved = (*editor_forms.SEVERAL, "jobs"), ("job_words",)
    of_files: ClassVar[Mapping[str, Fitting]] = {
        "node": file_picker.DOCUMENTS,
        "subtitles": Fitting(suffixes=SUFFIXES),
        "picture": file_picker.PICTURES,
    }

    def kind(self, publication: Resource | None, address: Form) -> ResourceKind:
        """Of what kind it is. Raises ValueError where the address of a blank page does not say."""
        return publication.kind if publication else ResourceKind(address.raw("sorte"))

    def fitting(self, publication: Resource | None, address: Form) -> Mapping[str, Fitting]:
        """What its kind plays, and subtitles for a film only."""
        kind = self.kind(publication, address)
        taken = {"picture": self.of_files["picture"]}
        if kind != ResourceKind.LINK:
            taken["node"] = PLAYED.get(kind, self.of_files["node"])
        return taken | ({"subtitles": self.of_files["subtitles"]} if kind == ResourceKind.VIDEO else {})

    def empty(self, address: Form, territory: str | None) -> ResourceDraft:
        """Its kind, and its territory."""
        return ResourceDraft(kind=self.kind(None, address), title="", territory=territory)

    async def read(self, form: Form, choices: Choices, publication: Resource | None, address: Form) -> ResourceDraft:
        """With what its kind has. Raises Invalid with every mistake."""
        kind = self.kind(publication, address)
        known = [found.code for found in await jobs.named(ticked(form.all("jobs")))]
        own: dict[str, Any] = {
            "level": lambda: Level(form.choice("level", list(Level), Level.COMMON)),
            "language": lambda: form.choice("language", list(LANGUAGES), "fr"),
            "jobs": lambda: form.several("jobs", known),
        }
        if kind == ResourceKind.LINK:
            own["link"] = lambda: _link(form)
        else:
            own["node"] = lambda: _file(form, "node", choices)
        if kind in VIEWERS:
            own["transcript"] = lambda: form.lines("transcript", LONGEST_TRANSCRIPT)
        if kind == ResourceKind.VIDEO:
            own["subtitles"] = lambda: _file(form, "subtitles", choices)
        return ResourceDraft(kind=kind, **every(readings(form, choices) | own))

    def answers(self) -> dict[str, Answers]:
        """Languages and levels."""
        return {"language": LANGUAGE_ANSWERS, "level": list(LEVELS.items())}


FORM = ResourceForm()


def ticked(codes: list[str]) -> list[str]:
    """The jobs that were ticked, as far as they look like jobs."""
    return [code for code in dict.fromkeys(codes) if CODE.fullmatch(code)][:100]


def _file(form: Form, name: str, choices: Choices) -> UUID | None:
    return editor_forms.file(form, name, choices.files)


def _link(form: Form) -> str:
    value = form.text("link", 500)
    try:
        return web_links.checked(value) if value else ""
    except Invalid as error:
        raise Invalid(fields={"link": error.fields.get("address", error.message)}) from error
