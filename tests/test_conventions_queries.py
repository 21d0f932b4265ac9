"""No statement takes a list of any length: PostgreSQL counts 32,767 values, SQLite 32,766, and refuses the next one."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from tests.each_of import each_of
from tests.test_conventions import python_files, short, text

HELPER = "boite/database/long_lists.py"
SHORT = {"few"}
"""What says that a list is short, and fails where it is not."""
PARTS = {"parts"}


def of_queries() -> list[Path]:
    return [path for path in python_files() if short(path) != HELPER]


def marks_by_hand(tree: ast.AST) -> Iterator[int]:
    """The lines that write `?, ?, ?` for a list: `"?" * n`, or `"?" for each in …`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            made = [node.left, node.right]
        elif isinstance(node, ast.GeneratorExp | ast.ListComp):
            made = [node.elt]
        else:
            continue
        if any(isinstance(each, ast.Constant) and str(each.value).strip(", ") == "?" for each in made):
            yield node.lineno


def named(node: ast.AST) -> str:
    """The last name of what is called or read."""
    if isinstance(node, ast.Call):
        return named(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def turns(tree: ast.AST) -> set[str]:
    """The names that stand for one part of a list: `for some in parts(…)`."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension)]
    return {named(loop.target) for loop in loops if PARTS & {named(call) for call in ast.walk(loop.iter)}}


def is_bounded(value: ast.AST, some: set[str]) -> bool:
    """Whether it cannot grow: written out here, a constant, one of the parts, or said to be few."""
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return not any(isinstance(each, ast.Starred) for each in value.elts)
    if isinstance(value, ast.Call):
        return named(value) in SHORT
    return named(value) in some or named(value).isupper()


def asked(tree: ast.AST) -> Iterator[tuple[ast.AST, int]]:
    """What follows each `__in` of a query, as a keyword or as the key of a mapping."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and (node.arg or "").endswith(("__in", "__not_in")):
            yield node.value, node.value.lineno
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                words = [part for part in ast.walk(key) if isinstance(part, ast.Constant)] if key else []
                if any(str(part.value).endswith(("__in", "__not_in")) for part in words):
                    yield value, value.lineno


def faults(source: str) -> list[int]:
    if not re.search(r"\?|__in|__not_in", source):
        return []
    tree = ast.parse(source)
    some = turns(tree)
    return sorted([*marks_by_hand(tree), *(line for value, line in asked(tree) if not is_bounded(value, some))])


@each_of(of_queries(), short)
def test_lists_go_by_parts_or_are_said_to_be_short(path: Path) -> None:
    assert not faults(text(path)), "use boite.database.long_lists: marks, few, parts"


@pytest.mark.parametrize(
    "line",
    [
        'marks = ", ".join("?" * len(rows))',
        'marks = ", ".join("?" for _ in rows)',
        'marks = "?, " * 7',
        "Node.filter(id__in=rows)",
        "Node.filter(id__in=list(rows))",
        "Node.filter(id__in=[*rows])",
        "Node.filter(id__in={row.id for row in rows})",
        'Node.filter(**{f"{column}__in": rows})',
        "for some in rows: Node.filter(id__in=some)",
    ],
)
def test_what_may_grow_is_found(line: str) -> None:
    assert faults(line)


@pytest.mark.parametrize(
    "line",
    [
        "for some in parts(rows): Node.filter(id__in=some)",
        "found = [row for some in parts(rows) for row in await Node.filter(id__in=some)]",
        "Node.filter(code__in=[code, REGION], kind__in=KINDS, id__in=few(rows))",
        'sql = f"n.words LIKE ? AND id IN ({marks(some)})"',
        'conditions = " AND ".join("n.words LIKE ?" for _ in stems)',
    ],
)
def test_what_is_bounded_is_not(line: str) -> None:
    assert not faults(line)


PIECES = {"BATCH", "AT_ONCE", "SAMPLE", "ENOUGH", "limit"}
"""What bounds one turn of a work that goes on, or what is only looked at."""
TOLD = {
    "boite/agenda/event_lists.py": {"FEED_MOST"},  # a calendar of three years, for programs
    "boite/directory/history/revision.py": {"LATEST"},  # looks for one of them
    "boite/directory/places/map/ground.py": {"TOWNS"},  # names on a drawing
    "boite/files/comparing.py": {"PAGE"},  # goes on from the last
    "boite/files/paper_pages.py": {"PAGES"},  # the page says « les premières pages »
    "boite/newsletter/archive_pages.py": {"LATEST"},  # « les dernières lettres »; each territory has all of its own
    "boite/newsletter/sources.py": {"MOST"},  # the composer says it
    "boite/orientation/steering/history.py": {"SHOWN"},  # looks for one of them
}
"""Lists that are cut, and why nobody misses the rest."""


def cuts(source: str, told: Collection[str] = ()) -> list[int]:
    """The lines that cut a list without learning whether something was left out."""
    nodes = ast.walk(ast.parse(source)) if "limit" in source else ()
    calls = [node for node in nodes if isinstance(node, ast.Call) and named(node) == "limit"]
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and not isinstance(call.args[0], ast.BinOp)
        and not (isinstance(call.args[0], ast.Constant) and call.args[0].value in (1, 2))
        and named(call.args[0]) not in PIECES | set(told)
    ]


@each_of(of_queries(), short)
def test_a_list_that_is_cut_says_so(path: Path) -> None:
    assert not cuts(text(path), TOLD.get(short(path), ())), "use boite.database.shortened, and say it on the page"


def test_a_silent_cut_is_found() -> None:
    assert cuts("await Node.filter(id=1).limit(100)") == [1]
    assert cuts("await Node.filter(id=1).limit(MOST)") == [1]
    assert not cuts("await Node.filter(id=1).limit(MOST + 1)")
    assert not cuts("await Node.filter(id=1).limit(BATCH)")


def test_a_row_is_typed_in_one_place() -> None:
    """SQLite gives an identifier as text: `boite.database.rows` reads it, `identifiers` what people send."""
    by_hand = {short(path) for path in python_files() if short(path).startswith("boite/") and "UUID(str(" in text(path)}
    assert by_hand == {"boite/database/rows.py", "boite/database/identifiers.py"}


def dropped(source: str) -> list[int]:
    """The lines that open a connection of SQLite and lose it, or end a transaction where they mean to close it.

    Python 3.13 says so when it comes across it, in whatever test is running then.
    """
    found = []
    for node in ast.walk(ast.parse(source)) if "sqlite3" in source else ():
        opened = node.value if isinstance(node, ast.Attribute) else None
        if isinstance(opened, ast.Call) and ast.unparse(opened.func) == "sqlite3.connect":
            found.append(opened.lineno)
        if isinstance(node, ast.withitem) and ast.unparse(node.context_expr).startswith("sqlite3.connect("):
            found.append(node.context_expr.lineno)
    return found


@each_of(python_files(), short)
def test_each_connection_of_sqlite_is_closed(path: Path) -> None:
    assert not dropped(text(path)), "with closing(sqlite3.connect(…)) as base:"


def test_a_connection_that_is_lost_is_found() -> None:
    assert dropped("sqlite3.connect(path).execute('SELECT 1')") == [1]
    assert dropped("with sqlite3.connect(path) as base: pass") == [1]
    assert not dropped("with closing(sqlite3.connect(path)) as base: pass")
