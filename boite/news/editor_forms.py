"""The fields of the editor that only the news have: their attachments, their days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from boite.clock import PARIS, day_of
from boite.errors import Invalid
from boite.groups import file_picker
from boite.groups.file_picker import Fitting
from boite.news import forms
from boite.news.drafts import ArticleDraft
from boite.news.models import Article
from boite.publishing import editor_forms
from boite.publishing.choice_forms import Choices
from boite.publishing.editor_forms import TextForm
from boite.web import versions
from boite.web.forms import Form
from boite.web.versions import BothTexts, Reading, Saying, Values

LABEL = "label-"
"""What begins the name of the field that holds the words of a link."""


class ArticleForm(TextForm[Article, ArticleDraft]):
    """A piece of news. The words of its links are fields of their own."""

    labels: ClassVar[Mapping[str, str]] = {
        **TextForm.labels,
        "attachments": "Fichiers joints",
        "publish_on": "Jour de parution",
        "publish_time": "Heure de parution",
        "ends_on": "Dernier jour",
    }
    several = (*editor_forms.SEVERAL, "attachments")
    of_files: ClassVar[Mapping[str, Fitting]] = {"picture": file_picker.PICTURES, "attachments": file_picker.ANY}

    def own(self, form: Form, choices: Choices, publication: Article | None) -> dict[str, Callable[[], Any]]:
        """With its files and its days."""
        until_now = publication.publish_at if publication else None
        return super().own(form, choices, publication) | {
            "attachments": lambda: _attachments(form, choices.files),
            "publish_at": lambda: forms.instant(form, until_now),
            "ends_on": lambda: form.day("ends_on"),
        }

    async def read(self, form: Form, choices: Choices, publication: Article | None, address: Form) -> ArticleDraft:
        """Its days in their order. Raises Invalid with every mistake."""
        made = await super().read(form, choices, publication, address)
        if made.publish_at and made.ends_on and day_of(made.publish_at) > made.ends_on:
            raise Invalid(fields={"ends_on": "La date de fin est avant la parution."})
        return made

    def typed(self, form: Form) -> dict[str, Any]:
        """With the words of each link."""
        labels = {node: form.raw(f"{LABEL}{node}") for node in form.all("attachments")}
        return super().typed(form) | {"labels": labels}

    def values_of(self, draft: ArticleDraft) -> dict[str, Any]:
        """With its files and its days, as fields hold them."""
        at = draft.publish_at.astimezone(PARIS) if draft.publish_at else None
        return super().values_of(draft) | {
            "attachments": [str(node) for node, _ in draft.attachments],
            "labels": {str(node): label for node, label in draft.attachments},
            "publish_on": f"{at:%Y-%m-%d}" if at else "",
            "publish_time": f"{at:%H:%M}" if at else "08:00",
            "ends_on": _day(draft.ends_on),
        }

    def words_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """With the words of each link, one by one."""
        return super().words_of(values) | {f"{LABEL}{node}": words for node, words in values["labels"].items()}

    def together(self, form: Form, values: Values, theirs: Reading, said: Saying) -> tuple[Values, BothTexts]:
        """The words of links are compared as fields, then go back to their place."""
        fields = {name: value for name, value in values.items() if name != "labels"}
        fields |= {name: form.raw(name) for name in theirs.values if name.startswith(LABEL)}
        mine, both = versions.together(form, fields, theirs, said)
        mine["labels"] = values["labels"] | {
            name.removeprefix(LABEL): words for name, words in mine.items() if name.startswith(LABEL)
        }
        return mine, both


FORM = ArticleForm(ArticleDraft)


def _attachments(form: Form, files: Collection[UUID]) -> tuple[tuple[UUID, str], ...]:
    if "attachments" in form.faults:
        raise Invalid(fields={"attachments": form.faults["attachments"]})
    codes = {str(file): file for file in files}
    chosen = [value for value in dict.fromkeys(form.all("attachments")) if value]
    if not set(chosen) <= codes.keys():
        raise Invalid(fields={"attachments": "Un fichier n'est plus dans l'espace du groupe."})
    return tuple((codes[value], form.line(f"{LABEL}{value}", 150)) for value in chosen)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
