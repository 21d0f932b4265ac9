"""What a search may mean, tried in turn: a number to call, a word that no sheet writes, a commune, a word mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from boite.database.connection import fetch
from boite.directory.search_engine.attempts import AttemptResult, SearchAttempt
from boite.directory.search_engine.known_words import Term, understand
from boite.directory.search_engine.matching import COLUMNS
from boite.directory.search_engine.ranking import Answers, by_structure
from boite.directory.search_engine.recognising import Recognised, recognise
from boite.directory.sheet import phones
from boite.text.analysis import STOP_WORDS, significant, tokens

RENAMED = {"emploi store": "france travail", "fongecif": "transitions pro"}
"""Names of what became of something, though another sheet still says them: put right at once."""
INSTEAD = {
    # work
    **dict.fromkeys(("taf", "boulot", "job", "job center", "job centre", "عمل"), "france travail"),
    **dict.fromkeys(("chomage", "chomeur", "licencie", "licenciement", "vire", "sans emploi"), "france travail"),
    **dict.fromkeys(("infirmier", "infirmiere", "aide soignante", "aide soignant", "cariste"), "france travail"),
    **dict.fromkeys(("chauffeur", "vendeur", "vendeuse", "serveur", "serveuse", "secretaire"), "france travail"),
    **dict.fromkeys(("soudeur", "soudeuse", "coiffeur", "coiffeuse", "boulanger", "boulangere"), "chambre metiers"),
    **dict.fromkeys(("plombier", "electricien", "macon", "menuisier", "mecanicien"), "chambre metiers"),
    **dict.fromkeys(("patissier", "patissiere", "boucher", "carreleur", "couvreur", "garagiste"), "chambre metiers"),
    # young people, school
    **dict.fromkeys(("paio", "cej", "contrat engagement jeune", "garantie jeunes"), "mission locale"),
    **dict.fromkeys(("copsy", "psyen", "conseiller d orientation"), "cio"),
    # training
    **dict.fromkeys(("reconversion", "changer de metier"), "transitions pro"),
    **dict.fromkeys(("greta", "afpa"), "formation"),
    "dafpic": "carif",
    # disability
    **dict.fromkeys(("aah", "pch", "allocation adulte handicape"), "mdph"),
    "rqth": "cap emploi",
    # rights at work
    **dict.fromkeys(("prudhomme", "prudhommes", "prud homme", "prud hommes"), "inspection du travail"),
    # French, and those who arrive
    **dict.fromkeys(("learn french", "french", "fle", "تعلم الفرنسية", "الفرنسية"), "atelier français"),
    **dict.fromkeys(("immigre", "migrant", "refugie", "demandeur d asile"), "atelier français"),
    **dict.fromkeys(("papiers", "carte de sejour"), "titre séjour"),
    # roof, health, money
    **dict.fromkeys(("appart", "hlm", "loger", "sdf", "hebergement"), "logement"),
    **dict.fromkeys(("rsa", "tune", "thunes", "fric"), "france travail"),
    "code de la route": "permis",
}
"""Looked for instead, where what was typed leads to nothing. By folded words."""
HOLLOW = frozenset(
    """
    bonjour bonsoir salut merci svp stp monsieur madame recherche personne quelqu pourrait pourriez aider aidez aimerais
    aimerait jcherche cherchons trouver hello please help with my me i want would like to the an for find need looking
    """.split()  # noqa: SIM905  # a paragraph is easier to read and to complete
)
"""Words of sentences, that say nothing of what is looked for."""
_NUMBER = re.compile(r"\s*\+?[\d\s().-]{10,25}", re.ASCII)
"""Nothing but a telephone number, in the ten digits of France or more: a postal code is none."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOST_CALLED = 20


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The words as they were understood in the end, and what answers them."""

    answer: AttemptResult
    terms: tuple[Term, ...] = ()

    @property
    def corrected(self) -> dict[str, str]:
        """Mistyped words, with the word understood instead."""
        return {term.typed: term.shown for term in self.terms if term.corrected}


def put_right(typed: Sequence[str], words: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """The words typed (folded) with others instead, and which was put instead of which: empty where none was."""
    longest = max(len(said.split()) for said in words)
    found, put, at = list[str](), dict[str, str](), 0
    while at < len(typed):
        sizes = range(longest, 0, -1)
        said = next((said for size in sizes if (said := " ".join(typed[at : at + size])) in words), "")
        if said:
            put[said] = words[said]
        found += tokens(words[said]) if said else [typed[at]]
        at += len(said.split()) or 1
    return found, put


def telling(typed: Sequence[str]) -> list[str]:
    """The words that say what is looked for, small ones among them kept; all of them where nothing else is left."""
    told = [word for word in typed if word not in HOLLOW]
    return told if any(word not in STOP_WORDS for word in told) else list(typed)


async def called(typed: str, base: SearchAttempt) -> Interpretation | None:
    """The structures with this phone number or e-mail address, wherever they are; None for any other words.

    Nobody else is meant by an e-mail address; words may look like a number.
    """
    column, value = _asked(typed.strip())
    if not value:
        return None
    rows = await fetch(
        f"SELECT {COLUMNS} FROM directory_document d JOIN directory_structure s ON s.id = d.structure_id"
        " LEFT JOIN directory_point p ON p.id = d.point_id"
        f" WHERE LOWER(s.{column}) = ? OR LOWER(p.{column}) = ? OR s.id IN"
        f" (SELECT v.structure_id FROM directory_service v WHERE LOWER(v.{column}) = ?)"
        f" ORDER BY d.id LIMIT {MOST_CALLED}",
        *[value] * 3,
    )
    found = by_structure([row | {"answers": Answers.NAMED} for row in rows])
    answer = AttemptResult(replace(base, place=None), tuple(found))
    return Interpretation(answer) if found or column == "email" else None


def _asked(typed: str) -> tuple[str, str]:
    """The column where it is looked for, and what for; empty where it is neither a number nor an address."""
    if _EMAIL.fullmatch(typed):
        return "email", typed.lower()
    try:
        return "phone", phones.cleaned(typed) if _NUMBER.fullmatch(typed) else ""
    except ValueError:
        return "phone", ""


async def read(typed: Sequence[str], base: SearchAttempt) -> Interpretation:
    """Find what these words mean (folded, empty ones included) with the filters and the place of `base`."""
    terms = tuple(await understand(significant(typed))) if typed else ()
    if not terms:
        return Interpretation(await base.answer())
    return await _first_that_answers(typed, terms, base) or await _leaving_one_out(terms, base)


async def _first_that_answers(
    typed: Sequence[str], terms: tuple[Term, ...], base: SearchAttempt
) -> Interpretation | None:
    """The first way to understand them that is somebody's name, else the first that gives something."""
    found: Interpretation | None = None
    for chosen in _choices(terms):
        answer = await _best(typed, chosen, base)
        if answer.named or (answer.rows and found is None):
            found = Interpretation(answer, chosen)
        if answer.named:
            break
    return found


def _choices(terms: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    """The words as understood, then as they may be besides, then without those that nothing knows."""
    otherwise = tuple(term.otherwise or term for term in terms)
    known = tuple(term for term in terms if term.known)
    choices = [terms, otherwise, known, tuple(term.otherwise or term for term in known)]
    yield from filter(None, dict.fromkeys(choices))


async def _best(typed: Sequence[str], terms: tuple[Term, ...], base: SearchAttempt) -> AttemptResult:
    """With the commune that is among the words as the place, or with all of them as words."""
    spelled = {term.typed: term.word for term in terms}
    found = await recognise([spelled.get(word, word) for word in typed]) if base.place is None else None
    if found is None:
        return await replace(base, terms=terms).answer()
    if found.sure:
        return await _around(found, typed, terms, base) or await replace(base, terms=terms).answer()
    as_words = await replace(base, terms=terms).answer()
    return as_words if as_words.named else await _around(found, typed, terms, base) or as_words


async def _around(
    found: Recognised, typed: Sequence[str], terms: tuple[Term, ...], base: SearchAttempt
) -> AttemptResult | None:
    """The answer around this commune; None where there is none. Other words are looked for however far it is."""
    others = {word for number, word in enumerate(typed) if number not in found.at}
    rest = tuple(term for term in terms if term.typed in others)
    radius = None if rest else base.radius
    answer = await replace(base, terms=rest, literal=terms, place=found.place, radius=radius).answer()
    return answer if answer.rows else None


async def _leaving_one_out(terms: tuple[Term, ...], base: SearchAttempt) -> Interpretation:
    """Where nothing has all the words: all of them but one, the last ones left out first."""
    known = tuple(term for term in terms if term.known)
    whole = replace(base, terms=known)
    nothing = Interpretation(AttemptResult(whole), known)
    if len(known) < 2 or await whole.exists_somewhere():
        return nothing
    for term in reversed(known):
        attempt = whole.without(term)
        if await attempt.exists_somewhere():
            answer = await attempt.answer()
            if answer.rows:
                return Interpretation(answer, attempt.terms)
    return nothing
