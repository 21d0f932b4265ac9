"""What one field of a sheet is, in every respect. `fields.py` says it of each of them, beside its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any, Self, TypeVar

from tortoise.fields.base import Field as Column
from tortoise.fields.relational import ForeignKeyFieldInstance

from boite.database.model import Model

Cleaner = Callable[[Any], Any]
"""What was typed, made regular. Raises ValueError, in French."""
T = TypeVar("T")
_MARK = "said_of_a_sheet"


class Searched(Enum):
    """Where the words of a field count, the heaviest first."""

    AS_NAME = auto()
    AS_OFFER = auto()
    """Where it is, what is done there."""
    AS_TEXT = auto()
    """Found, and never proposed as the spelling of another word."""
    AS_DETAIL = auto()
    """Found last: what a text says in passing."""


AS_NAME, AS_OFFER, AS_TEXT, AS_DETAIL = Searched


@dataclass(frozen=True, slots=True)
class Key:
    """A key `spro_…` that we add to the data·inclusion schema. « a.b » is the part b of an object a."""

    name: str
    read: Callable[[Any], Any]
    meaning: str = ""
    """As the page of open data and docs/donnees.md say it; empty for a part, whose object is said whole."""
    example: str = ""
    """In JSON."""


@dataclass(frozen=True, slots=True)
class FormInput:
    """How a form asks for it: what `components/field.html` takes."""

    most: int
    kind: str = "text"
    mode: str = ""
    """`inputmode`."""
    short: bool = False

    @property
    def attributes(self) -> dict[str, Any]:
        """Those of the input."""
        return {"maxlength": self.most, **({"inputmode": self.mode} if self.mode else {})}


PHONE, EMAIL, SITE = FormInput(40, "tel", short=True), FormInput(254, "email"), FormInput(500, mode="url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a sheet."""

    label: str
    clean: Cleaner | None = None
    """None where no person types it."""
    typed: bool = True
    """Whether the form of its part holds it as it is; where not, something else there gives it."""
    proposed: FormInput | None = None
    """How anybody may propose another answer; None where only those who keep the sheet may."""
    says: Mapping[Any, str] | Callable[[str], str] | None = None
    """What is said otherwise than it is kept: the words of a code, or what writes them."""
    shown: bool = False
    """Whether it is told beside its part where the sheet is kept."""
    inherited: bool = False
    """Whether a place that does not say it says as its structure does."""
    of_the_spot: bool = False
    """Whether it is true at one address only: forgotten when the place moves."""
    searched: Searched | None = None
    tagged: str = ""
    """The letter of the tags that its codes put in the index, for searches that ask for them."""
    schema: str = ""
    """The key of data·inclusion that it comes from and goes to."""
    beside: bool = False
    """Whether that key, for the first place, is the structure's own: what differs goes under `spro_accueil`."""
    key: Key | None = None
    table: tuple[int, str] | None = None
    """The place and the title of its column in the table for spreadsheets."""
    api: str = ""
    """Its key in what a search answers to programs."""
    schema_org: str = ""
    """The property that search engines read; `amenityFeature` holds the label too."""
    card: bool = False
    """Whether the note of the contact card says it."""

    def __deepcopy__(self, memo: object) -> Self:
        """Itself: Tortoise copies the columns of abstract models."""
        return self

    def words(self, value: Any) -> str | None:
        """What is said of a value, where it is otherwise than kept."""
        if callable(self.says):
            return self.says(str(value))
        return self.says.get(value) if self.says else None


def day_in_figures(value: str) -> str:
    """« 2026-03-14 » as « 14/03/2026 »."""
    return date.fromisoformat(value).strftime("%d/%m/%Y")


def rank_in_words(value: str) -> str:
    """« 0 » as « 1re »."""
    return "1re" if value == "0" else f"{int(value) + 1}e"


def said(column: T, field: Field) -> T:
    """This column, which is a field of the sheet."""
    vars(column)[_MARK] = field
    return column


def said_of(model: type[Model]) -> dict[str, Field]:
    """The fields of this part of a sheet by column, in their order."""
    columns: Mapping[str, Column[Any]] = model._meta.fields_map
    return {_column(name, column): vars(column)[_MARK] for name, column in columns.items() if _MARK in vars(column)}


def _column(name: str, column: Column[Any]) -> str:
    return f"{name}_id" if isinstance(column, ForeignKeyFieldInstance) else name
