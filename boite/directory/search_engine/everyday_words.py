"""Words of every day that sheets and questions do not write, and what to look for instead in each.

One table for both, so that the directory and « Qui peut m'aider ? » know the same words. Its columns: what is said
(folded, apostrophes as spaces); what finds the structures, then, after a bar, what else does where that gives nothing;
words added to find the questions; whether it means nothing else, though some sheet says it in passing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from boite.text.analysis import STOP_WORDS, tokens

with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as _file:
    _LINES = [(line["said"].split(", "), line) for line in csv.DictReader(_file, delimiter=";")]
RENAMED = {"emploi store": "france travail", "fongecif": "transitions pro"}
"""Names of what became of something, though another sheet still says them."""
AT_ONCE = RENAMED | {
    said: line["structures"].split(" | ")[0] for words, line in _LINES for said in words if line["at_once"]
}
"""Put right before anything is looked for."""
INSTEAD = {said: line["structures"].split(" | ") for words, line in _LINES for said in words if line["structures"]}
"""Structures looked for instead, the first ones that give something, where what was typed leads to nothing."""
IN_TURN = [
    {said: others[min(choice, len(others) - 1)] for said, others in INSTEAD.items()}
    for choice in range(max(map(len, INSTEAD.values())))
]
"""`INSTEAD`, one choice after another."""
ASKED = {said: line["questions"] for words, line in _LINES for said in words if line["questions"]}
"""Words added to those typed, to find questions."""
LONGEST = max(len(said.split()) for said in (*AT_ONCE, *INSTEAD, *ASKED))
"""Words of the longest that is said."""
JOB_STRUCTURES, JOB_QUESTIONS = "france travail", "choisir changer metier"
"""What the name of a job leads to, where it has no line of its own."""
SHORTEST_NEARLY = 7
"""Fewest letters of a mistyped word that may be one of these: shorter ones are too often other words."""
HOLLOW = frozenset(
    """
    bonjour bonsoir salut merci svp stp monsieur madame recherche personne quelqu pourrait pourriez aider aidez aimerais
    aimerait jcherche cherchons trouver hello please help with my me i want would like to the an for find need looking
    jveu jveux jsuis jai jfais koi devenir
    """.split()  # noqa: SIM905  # a paragraph is easier to read and to complete
)
"""Words of sentences, that say nothing of what is looked for."""


@lru_cache(maxsize=1)
def job_names() -> frozenset[str]:
    """The names of jobs, folded: the first words of the appellations of the ROME (France Travail, Licence Ouverte)."""
    lines = Path(__file__).with_name("job_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def put_right(typed: Sequence[str], words: Mapping[str, str], job: str = "") -> tuple[list[str], dict[str, str]]:
    """The words typed (folded) with others instead, and which was put instead of which: empty where none was.

    `job`: what is put instead of the name of a job.
    """
    found, put, at = list[str](), dict[str, str](), 0
    while at < len(typed):
        phrases = [" ".join(typed[at : at + size]) for size in range(min(LONGEST, len(typed) - at), 0, -1)]
        said = next((phrase for phrase in phrases if phrase in words or (job and phrase in job_names())), "")
        meant = words.get(said, job) if said else words.get(_nearly(typed[at], words), "")
        if meant:
            put[said or typed[at]] = meant
        found += tokens(meant) if meant else [typed[at]]
        at += len(said.split()) or 1
    return found, put


def _nearly(word: str, words: Mapping[str, str]) -> str:
    """The long word of these at one slip of the finger; empty where there is none."""
    if len(word) < SHORTEST_NEARLY:
        return ""
    from rapidfuzz import process  # imported here: only a search needs it, and it takes 30 ms to load
    from rapidfuzz.distance import OSA

    found = process.extractOne(word, [said for said in words if " " not in said], scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else ""


def instead(typed: Sequence[str]) -> Iterator[tuple[list[str], dict[str, str]]]:
    """What else may be looked for, in turn, and what was put for what: with the other words, then without them."""
    proposed = set[tuple[str, ...]]()
    for words in IN_TURN:
        for found, put in _forms(*put_right(typed, words, JOB_STRUCTURES)):
            if tuple(found) not in proposed:
                proposed.add(tuple(found))
                yield found, put


def _forms(found: list[str], put: dict[str, str]) -> Iterator[tuple[list[str], dict[str, str]]]:
    if put:
        yield found, put
        said = next(iter(put))  # somebody who says two of them says first what matters
        yield tokens(put[said]), {said: put[said]}


def telling(typed: Sequence[str]) -> list[str]:
    """The words that say what is looked for, small ones among them kept; all of them where nothing else is left."""
    told = [word for word in typed if word not in HOLLOW]
    return told if any(word not in STOP_WORDS for word in told) else list(typed)
