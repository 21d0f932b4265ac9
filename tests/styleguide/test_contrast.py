"""Text reads at 7:1 on every ground it is set on, lines at 3:1, in both themes (WCAG 2.2: 1.4.6, 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "boite" / "static" / "css"
GROUNDS = {
    "ink": "paper sheet sunken lid tint good-tint warn-tint bad-tint info-tint",
    "soft": "paper sheet sunken",
    "accent": "paper sheet sunken lid tint",
    "accent-deep": "paper sheet lid tint",
    "on-accent": "accent accent-deep",
    "on-bad": "bad bad-deep",
    "good": "good-tint sheet paper",
    "warn": "warn-tint sheet paper",
    "bad": "bad-tint sheet paper",
    "info": "info-tint sheet paper",
    "line": "paper sheet sunken lid",
    "lid-soft": "lid",
    "on-mark": "mark",
    "on-desk": "desk",
    "on-desk-soft": "desk",
    "mark": "desk",
    "on-alarm": "alarm",
}
PAIRS = [(text, ground) for text, grounds in GROUNDS.items() for ground in grounds.split()]


def themes() -> dict[str, dict[str, str]]:
    """The colours of tokens.css: by the system's choice (light, dark) and by the person's (chosen)."""
    blocks = re.findall(r"\n *(:root[^{]*)\{([^{}]*)\}", "\n" + (CSS / "tokens.css").read_text())
    colours = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", body)) for _, body in blocks]
    return dict(zip(("light", "dark", "chosen"), colours, strict=True))


def luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb`, from 0 to 1."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_21() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out(theme: str, text: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[text], colours[ground]) >= (3 if text == "line" else 7)


def test_dark_is_the_same_by_choice_and_by_system() -> None:
    assert themes()["chosen"] == themes()["dark"]
    assert themes()["dark"].keys() == themes()["light"].keys()
