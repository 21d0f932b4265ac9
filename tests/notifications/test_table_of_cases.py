"""The page of the sharp cases names tests that exist, and names forty cases."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "messages-cas-difficiles.md").read_text()
CASES, FAULTS = PAGE.split("## Mauvaises entrées et pannes")
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def test_each_test_that_the_page_names_exists() -> None:
    named = set(NAMED.findall(PAGE))
    assert len(named) > 60
    for path, test in sorted(named):
        file = ROOT / path if "/" in path else Path(__file__).parent / path
        assert re.search(rf"^(async )?def {test}\(", file.read_text(), re.MULTILINE), f"{path}::{test}"


def test_each_case_has_its_test() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+)$", CASES, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 41))
    assert all(NAMED.search(row) for _, row in rows)
    faults = re.findall(r"^\| (?!ce qui|---)(.+)$", FAULTS, re.MULTILINE)
    assert len(faults) == 12
    assert all(NAMED.search(row) or re.search(r"les? cas \d", row) for row in faults)
