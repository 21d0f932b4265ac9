"""Questions as people type them, on the demonstration's, scored: which comes first, and why where it is wrong.

`tables/questions.csv`: the words, what must come first (regular expression on its address; nothing for no question at
all), and for those that are missed, the reason.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from boite.directory.search_engine.everyday_words import ASKED, INSTEAD
from tests.orientation.catalogue import demonstration

ENOUGH = 0.95
with (Path(__file__).parent / "tables" / "questions.csv").open(encoding="utf-8", newline="") as _file:
    LINES = list(csv.DictReader(_file, delimiter=";"))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["words"])
def test_what_comes_first(line: dict[str, str]) -> None:
    """Right where no reason is written, and still wrong where one is: a reason does not outlive its miss."""
    found = [question.slug for question in demonstration().find(line["words"])]
    right = bool(found and re.fullmatch(line["first"], found[0])) if line["first"] else not found
    assert right is not bool(line["missed"]), found[:4]


def test_enough_are_right() -> None:
    assert len({line["words"] for line in LINES}) >= 60
    assert sum(not line["missed"] for line in LINES) >= ENOUGH * len(LINES)


@pytest.mark.parametrize("said", sorted({*ASKED, *INSTEAD}))
def test_a_word_of_every_day_leads_to_a_question(said: str) -> None:
    assert demonstration().find(said)
