"""Which tests a second database engine can answer otherwise, so that the others run once.

Left out there: tests that open no database; and those that drive a browser, which sees pages, not SQL. Every page that
a browser visits is asked on both engines by the tests of its own folder, and one journey, marked `each_engine`, crosses
the whole product in a browser on both.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

OPTION = "--second-engine"
DATABASE = frozenset({"database_template"})
"""Every fixture of a database is made from this one."""
BROWSER = frozenset({"browser", "firefox"})
MARK = "each_engine"


NAME = "ENGINE"
"""A module of tests that knows the engine of the run makes databases by itself: each of its tests counts."""


def depends_on_engine(fixtures: frozenset[str], marked: bool) -> bool:
    """Whether a test with these fixtures can pass on one engine and fail on the other."""
    return marked or (bool(fixtures & DATABASE) and not fixtures & BROWSER)


def split(items: Iterable[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests that a second engine runs, and those it need not."""
    kept: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        fixtures = frozenset(getattr(item, "fixturenames", ()))
        marked = item.get_closest_marker(MARK) is not None or hasattr(getattr(item, "module", None), NAME)
        (kept if depends_on_engine(fixtures, marked) else others).append(item)
    return kept, others
