"""What matters most of a place this period: three sentences, and what can be done about each.

Rules in the order of RULES, each of which says one sentence or nothing: the first three are shown. They read what is
published, searches counted without identity, and sheets, which are nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from boite.statistics.board import BEFORE, than
from boite.statistics.derived import compared, words
from boite.statistics.measures import ACCOUNTS, LIVING
from boite.statistics.published import Dashboard
from boite.text.french import plural

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A large figure, its words, what stands out in them, and the page where something is done about it."""

    figure: str
    words: str
    stands_out: str
    do: str
    """What can be done: the words of a link, or a sentence where this reader may not do it."""
    route: str = ""
    """The name of the page; empty for a place of this one, or for nowhere."""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresRead:
    """What the rules read, and what the reader may do."""

    dashboard: Dashboard
    missed: Sequence[tuple[str, int]] = field(default_factory=tuple)
    """Needs searched in vain, most first (`missed_needs`)."""
    unchecked: int = 0
    """Sheets to check again."""
    writes: bool = False
    """Whether the reader writes questions: the coordination of the region."""
    coordinates: bool = False
    """Whether the reader coordinates a territory, and sees what was searched there in vain."""
    keeps: bool = False
    """Whether the reader keeps some of these sheets."""

    def change(self, code: str) -> str:
        """How a measure compares with the period before; empty where no difference can be told."""
        return self._compared(code, "previous", than(self.dashboard.about.period.previous))

    def change_of_year(self, code: str) -> str:
        """The same, with a year before."""
        return self._compared(code, "year_before", BEFORE)

    def _compared(self, code: str, with_what: str, told: str) -> str:
        shown = self.dashboard.of(code)
        before = getattr(shown, with_what) if shown else None
        if shown is None or before is None:
            return ""
        found = compared(shown.cell.people, before.people, told)
        return found if " de " in found else ""


def _living(read: FiguresRead) -> Takeaway | None:
    shown = read.dashboard.of(LIVING)
    if shown is None or shown.cell.few:
        return None
    change = read.change(LIVING) or read.change_of_year(LIVING)
    return Takeaway(words(shown.cell.people), "personnes font vivre leur boîte.", change, "Voir qui", anchor="#detail")


def _searched_in_vain(read: FiguresRead) -> Takeaway | None:
    if not read.missed:
        return None
    need, times = read.missed[0]
    said = f"recherches sans réponse sur « {need} »."
    if read.writes:
        return Takeaway(words(times), said, "", "Écrire la question", "orientation:question_new")
    if read.coordinates:
        return Takeaway(words(times), said, "", "Voir ces recherches", "directory:missed")
    return Takeaway(words(times), said, "", "La coordination peut écrire la question.")


def _sheets(read: FiguresRead) -> Takeaway | None:
    if not read.unchecked:
        return None
    said = "fiche à vérifier." if read.unchecked == 1 else "fiches à vérifier."
    if read.keeps:
        return Takeaway(words(read.unchecked), said, "", "Les vérifier", "directory:due")
    return Takeaway(words(read.unchecked), said, "", "Chaque structure peut vérifier la sienne.")


def _fewer_openings(read: FiguresRead) -> Takeaway | None:
    shown, change = read.dashboard.of("nouvelles"), read.change_of_year("nouvelles") or read.change("nouvelles")
    if shown is None or "moins" not in change:
        return None
    return Takeaway(
        words(shown.cell.people), "nouvelles boîtes.", change, "Voir au fil du temps", anchor="&mesure=nouvelles"
    )


def _share_of_papers(read: FiguresRead) -> Takeaway | None:
    shown = read.dashboard.of("depots")
    if shown is None or shown.one_in is None:
        return None
    some, among = shown.one_in
    added = "a ajouté un papier" if some == 1 else "ont ajouté un papier"
    return Takeaway(
        f"{some} sur {among}",
        f"{plural(some, 'personne').split()[-1]} {added}, parmi celles qui sont venues.",
        read.change("depots"),
        "Voir quels papiers",
        anchor="#mesures",
    )


def _opened(read: FiguresRead) -> Takeaway | None:
    shown = read.dashboard.of(ACCOUNTS)
    if shown is None or shown.cell.few:
        return None
    change = read.change_of_year(ACCOUNTS)
    return Takeaway(words(shown.cell.people), "boîtes ouvertes.", change, "Voir toutes les mesures", anchor="#mesures")


RULES: tuple[Callable[[FiguresRead], Takeaway | None], ...] = (
    _living,
    _searched_in_vain,
    _sheets,
    _fewer_openings,
    _share_of_papers,
    _opened,
)
"""Living boxes first; then what somebody can mend at once; then what is worth knowing."""


def takeaways(read: FiguresRead) -> list[Takeaway]:
    """The three that matter most."""
    found = (rule(read) for rule in RULES)
    return [each for each in found if each is not None][:SHOWN]
