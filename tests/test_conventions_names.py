"""One word, one meaning: no class has two homes, and no bare gerund names the module of two domains."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.test_conventions import ROOT, python_files, text

ONE_MEANING = {
    "Meta": "what Tortoise reads of a model",
    "Revision": "one change of what several people edit (`database/revisions.py`): a sheet is the first of these",
}
"""Classes that several packages have, with the one meaning that they share."""
BOITE = ROOT / "boite"


def package(path: Path) -> str:
    """The domain of a file of `boite/`."""
    names = path.relative_to(BOITE).parts
    return names[0] if len(names) > 1 else ""


def modules() -> list[Path]:
    return [path for path in python_files() if path.is_relative_to(BOITE)]


def shared(found: dict[str, set[str]]) -> set[str]:
    """The names that several packages have."""
    return {name for name, packages in found.items() if len(packages) > 1}


def test_a_class_has_one_home() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for path in modules():
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].add(package(path))
    assert shared(homes) == ONE_MEANING.keys(), "find another word, or say its one meaning; or take it off the list"


def test_a_bare_gerund_names_no_module_of_two_domains() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for path in modules():
        bare = path.stem.removesuffix("_pages")
        if bare.endswith("ing") and "_" not in bare and package(path) != "access":  # a door has its domain's name
            homes[path.stem].add(package(path))
    assert shared(homes) == set(), "say what it holds: `figure_import`, not `importing`"
