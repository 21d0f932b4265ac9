"""What somebody wants a question, or one of its answers, to say: checked before it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from boite.directory.sheet.publics import LABELS
from boite.errors import Invalid
from boite.orientation.models import Answer, AnswerStanding, Question
from boite.orientation.moments import BY_CODE
from boite.orientation.naming import Names
from boite.text.visible import shows

RESERVED = frozenset({"accueil", "questions", "tableau", "guide", "donnees", "nouvelle"})
"""First words of our own addresses: no question may take one."""
SYNONYMS = 40
LONGEST = 2000
"""Characters of an explanation, of what is brought, of how."""
STANDINGS = {AnswerStanding.MAIN: "Principale", AnswerStanding.SECONDARY: "Secondaire"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDraft:
    """The words of a question."""

    moment: str
    words: str
    explanation: str = ""
    synonyms: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: Question) -> QuestionDraft:
        """What a question says now."""
        return cls(
            moment=question.moment,
            words=question.words,
            explanation=question.explanation,
            synonyms=tuple(question.synonyms),
        )

    def checked(self) -> QuestionDraft:
        """The same, tidy. Raises Invalid."""
        tidy = replace(
            self,
            words=" ".join(_tidy(self.words).split()),
            explanation=_tidy(self.explanation),
            synonyms=tuple(dict.fromkeys(filter(shows, (" ".join(word.split()) for word in self.synonyms)))),
        )
        faults = {
            "moment": "" if tidy.moment in BY_CODE else "Choisissez un moment dans la liste.",
            "words": _length(tidy.words, 200) or ("" if tidy.words else "Écrivez la question."),
            "explanation": _length(tidy.explanation, LONGEST),
            "synonyms": "" if len(tidy.synonyms) <= SYNONYMS else f"C'est trop : {SYNONYMS} synonymes au plus.",
        }
        if any(len(word) > 80 for word in tidy.synonyms):
            faults["synonyms"] = "Un synonyme a 80 signes au plus."
        _refuse(faults)
        return tidy

    def told(self) -> dict[str, str]:
        """Each field in words, for the history."""
        moment = BY_CODE.get(self.moment)
        return {
            "Moment": moment.label if moment else self.moment,
            "Question": self.words,
            "Explication": self.explanation,
            "Synonymes": ", ".join(self.synonyms),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDraft:
    """Who answers, for whom, where, what they bring and how."""

    standing: AnswerStanding = AnswerStanding.MAIN
    network_id: str | None = None
    structure_id: UUID | None = None
    territory_id: str | None = None
    publics: tuple[str, ...] = ()
    brings: str = ""
    how: str = ""

    @classmethod
    def of(cls, answer: Answer) -> AnswerDraft:
        """What an answer says now."""
        return cls(
            standing=AnswerStanding(answer.standing),
            network_id=answer.network_id,
            structure_id=answer.structure_id,
            territory_id=answer.territory_id,
            publics=tuple(answer.publics),
            brings=answer.brings,
            how=answer.how,
        )

    def checked(self) -> AnswerDraft:
        """The same, tidy: its publics sorted. Raises Invalid."""
        tidy = replace(self, publics=tuple(sorted(set(self.publics))), brings=self.brings.strip(), how=self.how.strip())
        both = tidy.network_id is not None and tidy.structure_id is not None
        neither = tidy.network_id is None and tidy.structure_id is None
        faults = {
            "structure": "Choisissez un réseau ou une structure, pas les deux." if both else "",
            "network": "Choisissez un réseau, ou une structure." if neither else "",
            "publics": "" if set(tidy.publics) <= LABELS.keys() else "Choisissez des publics dans la liste.",
            "brings": _length(tidy.brings, LONGEST),
            "how": _length(tidy.how, LONGEST),
        }
        _refuse(faults)
        return tidy

    def told(self, names: Names) -> dict[str, str]:
        """Each field in words, for the history."""
        where = names.territories.get(self.territory_id, self.territory_id) if self.territory_id else "Partout"
        return {
            "Rang": STANDINGS[self.standing],
            "Qui répond": self.who(names),
            "Territoire": where,
            "Publics": ", ".join(LABELS.get(code, code) for code in self.publics) or "Tout le monde",
            "Ce que cela apporte": self.brings,
            "Comment": self.how,
        }

    def who(self, names: Names) -> str:
        """The network or the structure, by name."""
        if self.structure_id is not None:
            return names.structures.get(self.structure_id, "")
        return names.networks.get(self.network_id or "", "")


def _tidy(text: str) -> str:
    """Without surrounding spaces, and with one kind of line end, whatever the browser or the spreadsheet writes."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() if shows(text) else ""


def _length(text: str, limit: int) -> str:
    return f"C'est trop long : {limit} signes au plus." if len(text) > limit else ""


def _refuse(faults: dict[str, str]) -> None:
    found = {field: fault for field, fault in faults.items() if fault}
    if found:
        raise Invalid(fields=found)
