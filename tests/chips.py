"""The line of chips of a list, as a page has it: what is on, and where each one's link leads."""

from __future__ import annotations

import re
from html import unescape

CHIP = re.compile(r'<a class="chip" href="([^"]*)">([^<]*)<')
NEAR = re.compile(r'<a class="chip chip-quiet" href="([^"]*)"><svg.*?</svg>\s*([^<]*)</a>', re.DOTALL)
NUMBER = re.compile(r'filters-number">(\d+)<')


def on(page: str) -> dict[str, str]:
    """The words of each filter that is on, and the address without it; as many as the line says."""
    found = {_read(words): unescape(address) for address, words in CHIP.findall(page)}
    assert {int(number) for number in NUMBER.findall(page)} == ({len(found)} if found else set())
    return found


def near(page: str) -> dict[str, str]:
    """The chip of the reader's own place, and its address; none where a place is on."""
    return {_read(words): unescape(address) for address, words in NEAR.findall(page)}


def opened(page: str) -> bool:
    """Whether the fields are shown."""
    return '<details class="filters-fold" open>' in page


def _read(words: str) -> str:
    return " ".join(unescape(words).replace("\u202f", " ").replace("\u00a0", " ").split())
