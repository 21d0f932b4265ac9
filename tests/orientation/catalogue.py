"""The questions of the demonstration, as the search of questions holds them, without a database."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import boite
from boite.orientation.asking.question_search import Catalogue, QuestionEntry

FILE = Path(boite.__file__).parent / "demo" / "data" / "directory" / "questions.csv"


@lru_cache(maxsize=1)
def demonstration() -> Catalogue:
    """The questions of the demonstration."""
    found: dict[str, QuestionEntry] = {}
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            slug = row["question"]
            entry = QuestionEntry(
                id=slug,
                slug=slug,
                moment=row["moment"],
                words=row["libelle"],
                explanation=row["explication"],
                synonyms=tuple(row["synonymes"].split("|")),
            )
            found.setdefault(slug, entry)
    return Catalogue(found.values())
