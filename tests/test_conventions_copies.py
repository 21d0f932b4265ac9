"""No run of twenty lines stands in two domains: what two need is written once, one level lower."""

from __future__ import annotations

import keyword
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.test_conventions import python_files, short, templates, text

RUN = 20
"""Lines, blank ones, comments and imports left out."""
KEPT = frozenset(keyword.kwlist) | {
    "call",
    "endcall",
    "endif",
    "endfor",
    "block",
    "endblock",
    "macro",
    "set",
    "include",
}
"""Words that make the shape of a line; other names, and what stands between quotes, may differ between two copies."""
WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[^\W\d][\w-]*|\d[\w.]*|\S")
LEFT_OUT = re.compile(r"\s*(?:$|#|import |from \S+ import |\{#|\{% (?:from|extends|import) |[*(\[{]*[frb]*[\"'])")
"""Blank lines, comments, imports, and lines of data: those that begin with a text, as rows of a table do."""
ARGUMENT = re.compile(r"[^<{]*$|[^<{]*\{[^{%<]*$")
"""A line of a template without any element nor command: one argument of a component, what a form says."""
CATALOGUES = {"journal_kinds.py", "article_rows.py", "resource_rows.py"}
"""Tables of data: of sentences, where a class is a row; of columns that carry the same names in two tables."""


def shape(line: str) -> str:
    """A line without its names, its texts and its numbers."""
    return " ".join(
        word if word in KEPT or not (word[0].isalnum() or word[0] in "_\"'") else "n" for word in WORD.findall(line)
    )


def domain(name: str) -> str:
    """`boite/news/…` and `templates/news/…` are one."""
    return name.split("/")[1].removesuffix(".py")


def counts(name: str, line: str) -> bool:
    """Whether a line says how something is done, and not only what it is made with."""
    return not LEFT_OUT.match(line) and not (name.endswith(".html") and ARGUMENT.match(line))


def runs(name: str, source: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each run of so many lines of a file, by shape, with the number of its first line."""
    lines = [(shape(line), number) for number, line in enumerate(source.splitlines(), 1) if counts(name, line)]
    for start in range(len(lines) - RUN + 1):
        some = lines[start : start + RUN]
        yield tuple(line for line, _ in some), some[0][1]


def copies(sources: Mapping[str, str]) -> list[str]:
    """The runs that stand in two domains: their first lines, one for each pair of files."""
    found: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for name, source in sources.items():
        for run, line in runs(name, source):
            found[run].append((name, line))
    pairs: dict[tuple[str, str], str] = {}
    for places in found.values():
        first, *others = places
        for other in others:
            if domain(first[0]) != domain(other[0]):
                pairs.setdefault((first[0], other[0]), f"{first[0]}:{first[1]} ~ {other[0]}:{other[1]}")
    return sorted(pairs.values())


def everything() -> list[Path]:
    return [path for path in [*python_files(), *templates()] if path.name not in CATALOGUES]


def test_no_run_of_twenty_lines_stands_in_two_domains() -> None:
    assert copies({short(path): text(path) for path in everything()}) == []


BODY = "\n".join(
    f'    found{number} = first("{number}", {number}) if number > {number} else None' for number in range(RUN)
)


def test_copies_are_found_by_their_shape() -> None:
    renamed = BODY.replace("found", "kept").replace("first", "last").replace("    ", "        ")
    assert copies({"boite/news/a.py": BODY, "boite/library/b.py": f"import x\n\n# Why\n{renamed}"})
    assert not copies({"boite/news/a.py": BODY, "boite/news/b.py": renamed}), "the same domain"
    assert not copies({"boite/news/a.py": BODY, "boite/library/b.py": BODY.rpartition("\n")[0]}), "nineteen lines"
