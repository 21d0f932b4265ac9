"""What stands for a field that was read: another word anywhere is another digest, what browsers change is not."""

from __future__ import annotations

import pytest

from boite.database.versions import digest

READ = "Premier.\nDeuxième.\n\nDernier."


@pytest.mark.parametrize(
    "written",
    ["Premier.\nDeuxième.\n\nAutre.", "Premier.\nAutre.\n\nDernier.", f"{READ}\nDe plus.", "Premier.", "", None],
)
def test_a_change_on_any_line_is_seen(written: str | None) -> None:
    assert digest(written) != digest(READ)


def test_what_browsers_change_is_not() -> None:
    assert digest(READ.replace("\n", "\r\n")) == digest(f" {READ}\n") == digest(READ)
    assert digest(None) == digest("")


def test_each_answer_counts_and_their_order_does_not() -> None:
    assert digest(["a", "b"]) == digest(["b", "a"])
    assert len({digest(answers) for answers in (["a", "b"], ["a"], ["b"], ["ab"], ["a", "c"], [])}) == 6
