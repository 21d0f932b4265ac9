"""The words of passphrases: concrete French nouns that a child of ten knows, written with their accents.

No insult, no body, no violence, no belief; no two that differ by one sign, by an accent or by nothing to the ear.
"""

from __future__ import annotations

from pathlib import Path

PASSPHRASE_WORDS = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split())
