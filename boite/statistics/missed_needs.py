"""Searches that found nothing, told by what people needed: in our words, never in those that somebody typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from boite.directory.search.missed_searches import counted
from boite.statistics.periods import CountedPeriod
from boite.statistics.published import Dashboard
from boite.statistics.subjects import subject_of
from boite.statistics.totals_of_uses import OTHER_SUBJECT, SUBJECTS

TOLD_FROM = 10
"""Searches of one need below which nothing is said: a few may be one person's."""
_ALL = "sans-reponse"


async def missed_needs(period: CountedPeriod, territories: Sequence[str] | None) -> list[tuple[str, int]]:
    """The needs that were searched in vain in these territories (None: in all), and how many times, most first.

    Exact: for who coordinates them, and reads each of these searches with its words.
    """
    found = Counter[str]()
    for words, times in await counted(period.begins, period.ends, territories):
        found[subject_of(words)] += times
    return [
        (SUBJECTS[code], times) for code, times in found.most_common() if code != OTHER_SUBJECT and times >= TOLD_FROM
    ]


def published_needs(dashboard: Dashboard) -> list[tuple[str, int]]:
    """The same as everybody else reads it: acts, rounded and not told where they are few (rule R5)."""
    unsaid = {_ALL, f"{_ALL}-{OTHER_SUBJECT}"}
    lines = [each for each in dashboard.lines_of(_ALL) if each.value and each.total.code not in unsaid]
    return [(each.total.label, each.value) for each in sorted(lines, key=lambda line: -line.value)]
