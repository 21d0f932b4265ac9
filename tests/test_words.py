"""One word for one thing in all that a person reads (docs/glossaire.md): the words that were two, or meant two."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.test_conventions import python_files, short, templates, text

REFUSED = {
    r"\bmes dossiers\b": "the top of one's space is « Mes papiers »",
    r"\bclass(?:er|é|ée|ez|ement)\b": "a type is changed or chosen; a paper goes to a folder",
}


def said() -> list[tuple[Path, str]]:
    """All that templates and our own code may show, docstrings aside."""
    drawn = [(path, re.sub(r"\{#.*?#\}", "", text(path), flags=re.DOTALL)) for path in templates()]
    return drawn + [(path, words) for path in python_files() for words in _strings(ast.parse(text(path)))]


def _strings(tree: ast.AST) -> list[str]:
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [str(node.value) for node in found if id(node) not in bare]


@pytest.mark.parametrize("pattern", REFUSED)
def test_a_word_that_was_two_is_not_back(pattern: str) -> None:
    found = [(short(path), match[0]) for path, words in said() for match in re.finditer(pattern, words, re.IGNORECASE)]
    assert found == [], REFUSED[pattern]


APPOINTMENTS = re.compile(r"(?:sans|sur|avec ou sans) rendez-vous", re.IGNORECASE)
AGENDA = ("boite/agenda/", "templates/agenda/", "templates/newsletter/", "templates/site/", "boite/newsletter/")


def test_the_agenda_has_events_and_an_appointment_is_with_somebody() -> None:
    """Addresses keep the former word: people were given them."""
    found = [
        (short(path), line.strip())
        for path, words in said()
        if short(path).startswith(AGENDA) and path.name != "routes.py"
        for line in words.splitlines()
        if "rendez-vous" in APPOINTMENTS.sub("", line).lower()
    ]
    assert found == []
