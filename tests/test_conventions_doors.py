"""One door for each domain, named like it and imported the same way everywhere; one vocabulary of roles and rights."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from boite.access.roles import EVENT, QUESTIONS, SHEET, SPACE, Right, Role
from tests.each_of import each_of
from tests.test_conventions import ROOT, short, templates, text

ACCESS = ROOT / "boite" / "access"
DOORS = {path.stem for path in ACCESS.glob("*.py")} - {"__init__", "roles"}
USERS = [
    path
    for folder in ("boite", "storage", "tests", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not path.is_relative_to(ACCESS) and ("boite.access" in text(path) or "boite import access" in text(path))
]


def imported(path: Path) -> Iterator[tuple[str, str, str]]:
    """(module, name, alias) of each import from the package of the doors."""
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if f"{node.module}.{alias.name}.".startswith("boite.access."):
                    yield node.module, alias.name, alias.asname or alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("boite.access"):
                    yield alias.name, "", alias.asname or ""


def test_each_door_is_named_like_a_domain() -> None:
    assert DOORS
    for name in DOORS:
        assert (ROOT / "boite" / name / "__init__.py").exists(), name


def test_the_package_of_the_doors_exports_nothing() -> None:
    assert len(ast.parse(text(ACCESS / "__init__.py")).body) == 1, "nothing but its docstring"


@each_of(USERS, short)
def test_a_door_is_imported_as_door(path: Path) -> None:
    """Alone in its file, a door is `door`. Where there are several, each says whose: `directory_door`."""
    found = list(imported(path))
    doors = [(name, alias) for module, name, alias in found if module == "boite.access"]
    words = [name for module, name, _ in found if module == "boite.access.roles"]
    assert len(doors) + len(words) == len(found), "import the module, not a name from it"
    assert {alias for _, alias in doors} == ({"door"} if len(doors) == 1 else {f"{name}_door" for name, _ in doors})
    assert {name for name, _ in doors} <= DOORS
    assert set(words) <= {"Right", "Role", "SPACE", "SHEET", "EVENT", "QUESTIONS"}


@each_of(templates(), short)
def test_templates_ask_for_rights_that_exist(path: Path) -> None:
    asked = set(re.findall(r'"(\w*)" (?:not )?in (?:\w+\.)?rights\b', text(path)))
    assert asked <= {right.value for right in Right}


def test_every_right_is_given_to_somebody_and_every_role_has_its_row() -> None:
    tables = [SPACE, SHEET, EVENT, QUESTIONS]
    assert frozenset().union(*(rights for table in tables for rights in table.values())) == frozenset(Right)
    for table in tables:
        assert Role.ANYONE in table, "closed by default: a table says what anyone may do, were it nothing"
