"""A short walk with a known seed: nothing breaks, nothing leaks. `python -m tests.fuzz` walks further."""

from __future__ import annotations

import pytest

from boite.settings import Settings
from tests.databases import ENGINE
from tests.fuzz import legs

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(600)]

SEED, REQUESTS, CHORES = "judge", 1_500, 700
EXPECTED = {200, 303, 403, 404, 409, 422}
"""A walk that never saw one of these would have been stopped at the door."""


async def test_nothing_that_is_asked_breaks_the_service(settings: Settings) -> None:
    walked = await legs.walk(settings, SEED, REQUESTS, chores=CHORES)
    told = "\n\n".join(f"== {finding.key}\n{finding.detail}" for finding in legs.findings([walked]))
    assert not walked.record.findings, f"on {ENGINE}, {legs.line(walked)}\n\n{told}"
    assert set(walked.record.statuses) >= EXPECTED
    assert walked.record.fired >= REQUESTS
    asked = [name for name, statuses in walked.record.by_route.items() if statuses]
    # Identifiers are drawn anew, so that no two walks are quite the same.
    assert {leaf.name for leaf in walked.site.leaves if "GET" in leaf.methods} <= set(asked)
    assert len(asked) >= len(walked.record.by_route) * 0.85
