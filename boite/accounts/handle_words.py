"""The words that handles are made of: gentle, short, spelled without accents, easy to say aloud."""

from __future__ import annotations

from pathlib import Path

HANDLE_WORDS = tuple(Path(__file__).with_suffix(".txt").read_text().split())
