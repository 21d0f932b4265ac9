"""Words that people say and no sheet writes, with those that lead there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boite.text.analysis import tokens

RENAMED = {"emploi store": "france travail", "fongecif": "transitions pro"}
"""Names of what became of something, though another sheet still says them: put right at once."""
INSTEAD = {
    # work
    **dict.fromkeys(("taf", "boulot", "job", "job center", "job centre", "عمل"), "france travail"),
    # young people, school
    **dict.fromkeys(("paio", "cej", "contrat engagement jeune", "garantie jeunes"), "mission locale"),
    **dict.fromkeys(("copsy", "psyen", "conseiller d orientation"), "cio"),
    # training
    **dict.fromkeys(("reconversion", "changer de metier"), "transitions pro"),
    "greta": "formation",
    # disability
    **dict.fromkeys(("aah", "pch", "allocation adulte handicape"), "mdph"),
    "rqth": "cap emploi",
    # rights at work
    **dict.fromkeys(("prudhomme", "prudhommes", "prud homme", "prud hommes"), "inspection du travail"),
    # French, and those who arrive
    **dict.fromkeys(("learn french", "french", "fle", "تعلم الفرنسية", "الفرنسية"), "atelier français"),
    **dict.fromkeys(("immigre", "migrant", "refugie", "demandeur d asile"), "atelier français"),
}
"""Looked for instead, where what was typed leads to nothing. By folded words."""


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
