"""Long files of tests first, so that no process of a run is left alone with one at the end.

Costs are seconds of processor, rounded, as measured once over the whole suite; only their order matters.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

COSTS = (("firefox", 8.0), ("browser", 3.0), ("live_server", 1.0), ("database_template", 0.07))
"""What a test costs by the dearest fixture that it asks for."""
LONG = {"crash": 3.0, "migrations": 1.0}
"""Folders whose tests start processes by themselves."""
CHEAP = 0.005


def cost(folder: str, fixtures: frozenset[str]) -> float:
    """Roughly what one test costs."""
    return max(LONG.get(folder, CHEAP), next((seconds for name, seconds in COSTS if name in fixtures), CHEAP))


def sort(items: list[pytest.Item]) -> None:
    """Order whole files by what they cost, the longest first; inside a file nothing moves."""
    files: defaultdict[Path, float] = defaultdict(float)
    for item in items:
        files[item.path] += cost(item.path.parent.name, frozenset(getattr(item, "fixturenames", ())))
    items.sort(key=lambda item: -files[item.path])
