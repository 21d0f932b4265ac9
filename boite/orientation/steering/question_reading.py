"""The rows of a file as questions and answers that may be written, or why not. Nothing here touches the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from boite.directory.exchange.files import faults
from boite.errors import Invalid
from boite.orientation.models import AnswerStanding
from boite.orientation.steering.drafts import RESERVED, AnswerDraft, QuestionDraft
from boite.orientation.steering.question_files import SEPARATOR, Row
from boite.text.normalise import is_slug

Value = TypeVar("Value")
SAID = ("rang", "reseau", "structure", "territoire", "publics", "apporte", "modalites")
"""The columns of an answer: a question that nobody answers yet has them empty."""
WORDS = ("moment", "libelle", "explication", "synonymes", "ordre", "publiee")
"""The columns of the question itself: they are told again on each of its rows."""
COLUMN_OF = {
    "words": "libelle",
    "explanation": "explication",
    "synonyms": "synonymes",
    "network": "reseau",
    "brings": "apporte",
    "how": "modalites",
}
"""The column that a field of a draft comes from, where it has another name."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What the rows may name."""

    networks: frozenset[str]
    territories: frozenset[str]
    structures: Mapping[str, UUID]
    """By address, and by identifier at the producer's."""


@dataclass(slots=True, kw_only=True)
class ReadQuestion:
    """One question of the file."""

    slug: str
    number: int
    """Its first row."""
    first: Row
    draft: QuestionDraft | None = None
    rank: int | None = None
    published: bool | None = None
    """None where the file does not say."""
    answers: list[tuple[int, AnswerDraft]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    wrong: dict[int, str] = field(default_factory=dict)
    """What is wrong, by row. One wrong row, and the whole question waits."""


def read_rows(rows: list[tuple[int, Row]], known: KnownNames) -> list[ReadQuestion]:
    """The questions in the order of the file."""
    entries: dict[str, ReadQuestion] = {}
    for number, row in rows:
        slug = row.get("question", "").strip()
        entry = entries.setdefault(slug, ReadQuestion(slug=slug, number=number, first=row))
        entry.numbers.append(number)
        try:
            _measure(row)
            _read_row(entry, number, row, known)
        except Invalid as error:
            entry.wrong[number] = " ".join(f"{_column(name)} : {why}" for name, why in error.fields.items())
    return list(entries.values())


def _column(name: str) -> str:
    return COLUMN_OF.get(name, name)


def _measure(row: Row) -> None:
    if found := faults(dict(row)):
        raise Invalid(fields=found)


def _read_row(entry: ReadQuestion, number: int, row: Row, known: KnownNames) -> None:
    if number == entry.number:
        _read_question(entry, row)
    elif other := next((name for name in WORDS if row.get(name, "") != entry.first.get(name, "")), ""):
        raise Invalid(fields={other: f"La ligne {entry.number}, de la même question, dit autre chose."})
    if any(row.get(name, "").strip() for name in SAID):
        entry.answers.append((number, _answer(row, known)))


def _read_question(entry: ReadQuestion, row: Row) -> None:
    if not is_slug(entry.slug) or entry.slug in RESERVED:
        raise Invalid(fields={"question": "Écrivez des lettres sans accent, des chiffres et des tirets."})
    entry.draft = QuestionDraft(
        moment=row.get("moment", "").strip(),
        words=row.get("libelle", ""),
        explanation=row.get("explication", ""),
        synonyms=tuple(row.get("synonymes", "").split(SEPARATOR)),
    ).checked()
    entry.rank = _rank(row.get("ordre", "").strip())
    entry.published = _among(row, "publiee", {"": None, "oui": True, "non": False}.__getitem__)


DIGITS = 20
"""Signs of a rank: Python refuses to read a number of thousands of them."""


def _rank(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > DIGITS or int(text) > 10_000:
        raise Invalid(fields={"ordre": "Écrivez un nombre entre 0 et 10000."})
    return int(text)


def _answer(row: Row, known: KnownNames) -> AnswerDraft:
    publics = tuple(filter(None, (code.strip() for code in row.get("publics", "").split(SEPARATOR))))
    return AnswerDraft(
        standing=_among(row, "rang", AnswerStanding),
        network_id=_among(row, "reseau", _member(known.networks)),
        structure_id=_among(row, "structure", lambda text: known.structures[text] if text else None),
        territory_id=_among(row, "territoire", _member(known.territories)),
        publics=publics,
        brings=row.get("apporte", ""),
        how=row.get("modalites", ""),
    ).checked()


def _member(codes: frozenset[str]) -> Callable[[str], str | None]:
    def found(text: str) -> str | None:
        if text and text not in codes:
            raise KeyError(text)
        return text or None

    return found


def _among(row: Row, name: str, find: Callable[[str], Value]) -> Value:
    """The value of a column among those known. Raises Invalid."""
    text = row.get(name, "").strip()
    try:
        return find(text)
    except (KeyError, ValueError) as error:
        shown = f"« {text[:60]} » n'est pas connu ici." if text else "Cette colonne est vide."
        raise Invalid(fields={name: shown}) from error
