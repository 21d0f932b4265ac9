"""The table of the fields of a sheet: every column is in it, and nobody else keeps a list of them."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

import pytest

from boite.directory.maintenance import suggestions
from boite.directory.models import ReceptionPoint, Service, Structure
from boite.directory.sheet.fields import FIELDS, POINT, SERVICE, STRUCTURE

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = {STRUCTURE: Structure, POINT: ReceptionPoint, SERVICE: Service}
ORIGIN = {"id", "structure_id", "slug", "source", "source_id", "source_date", "extra"}
TRACES = {"created_at", "changed_at", "edited_at", "checked_by_id"}
"""Columns that say which row it is, where it comes from and what happened to it."""
ANYBODY_S = {"name", "description", "phone", "email", "rank", "kind", "address", "latitude", "longitude"} | {
    "territory_id"
}
"""Columns that rows of other tables have too."""
A_FEW = 8
WORDS_OF_THE_PAGE = "boite/directory/sheet/sheet_words.py"
"""Says otherwise than the table what the page says at more length: a move, a map, a week."""


@pytest.mark.parametrize("part", FIELDS)
def test_every_column_of_a_sheet_is_in_the_table(part: str) -> None:
    meta = MODELS[part]._meta
    every = {*meta.fields_db_projection, *(f"{name}_id" for name in meta.fk_fields)}
    assert every - ORIGIN - TRACES == set(FIELDS[part])


@lru_cache(maxsize=1)
def columns() -> frozenset[str]:
    """What only a sheet has."""
    return frozenset(column for fields in FIELDS.values() for column in fields) - ANYBODY_S


def named(path: Path) -> frozenset[str]:
    """The columns that a module writes by their name."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return columns() & (texts | {node.attr for node in nodes if isinstance(node, ast.Attribute)})


def modules() -> list[str]:
    paths = (ROOT / "boite").rglob("*.py")
    return sorted(str(path.relative_to(ROOT)) for path in paths if not path.name.endswith("fields.py"))


@pytest.mark.parametrize("module", modules())
def test_no_other_module_keeps_a_list_of_them(module: str) -> None:
    most = 14 if module == WORDS_OF_THE_PAGE else A_FEW
    assert len(named(ROOT / module)) <= most, "say it among the fields of boite/directory/sheet/ and read it from there"


@pytest.mark.parametrize("part", FIELDS)
def test_keys_and_titles_are_said_once(part: str) -> None:
    fields = FIELDS[part].values()
    for told in ([field.schema for field in fields], [field.api for field in fields]):
        assert len(list(filter(None, told))) == len(set(filter(None, told)))
    keys = [field.key.name for field in fields if field.key]
    assert len(keys) == len(set(keys))


def test_columns_of_the_spreadsheet_have_each_their_place() -> None:
    places = [field.table[0] for part in (STRUCTURE, POINT) for field in FIELDS[part].values() if field.table]
    assert len(places) == len(set(places))


def test_what_anybody_may_correct_can_be_made_regular() -> None:
    assert all(field.clean for field in suggestions.FIELDS.values())
