"""Differences, field by field, and two of them told as one."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from boite.database.revisions import differences, joined

SAID = st.dictionaries(st.sampled_from("abc"), st.one_of(st.none(), st.integers(0, 2), st.tuples(st.integers(0, 2))))


def by_field(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(changes, key=lambda change: str(change["field"]))


@given(SAID, SAID)
def test_changes_lead_from_one_to_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    changes = differences(before, after)
    names = {change["field"] for change in changes}
    assert names == {name for name in "abc" if before.get(name) != after.get(name)}
    assert differences(after, before) == [
        {"field": change["field"], "before": change["after"], "after": change["before"]}
        for change in sorted(changes, key=lambda change: list(dict.fromkeys((*after, *before))).index(change["field"]))
    ]


@given(SAID, SAID, SAID)
def test_two_changes_told_as_one(first: dict[str, Any], second: dict[str, Any], third: dict[str, Any]) -> None:
    told = joined(differences(first, second), differences(second, third))
    assert by_field(told) == by_field(differences(first, third))


def test_the_same_field_of_two_parts_is_two_changes() -> None:
    one = differences({"name": "A"}, {"name": "B"}, of="lieu")
    other = differences({"name": "A"}, {"name": "C"}, of="service")
    assert joined(one, other) == [*one, *other]
    assert differences({}, {"name": ""}, absent="") == []
