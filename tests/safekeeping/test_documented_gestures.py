"""What the documentation tells operators to type to save a living base: it holds the last commit, and `cp` does not."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.live import ROOT


def gesture() -> str:
    """The program between the quotes, as it is written."""
    found = re.search(r'^python3 -c "([^"]+)"$', (ROOT / "docs/exploitation.md").read_text(), re.MULTILINE)
    assert found
    return found[1]


def rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as base:
        try:
            return int(base.execute("SELECT COUNT(*) FROM papers").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_the_gesture_of_the_documentation_keeps_the_last_deposit(tmp_path: Path) -> None:
    living = tmp_path / "boite.sqlite3"
    saved = tmp_path / "saved.sqlite3"
    program = gesture().replace("/donnees/boite.sqlite3", str(living)).replace("/sauvegardes/boite.sqlite3", str(saved))
    (tmp_path / "cp").mkdir()
    with closing(sqlite3.connect(living)) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("CREATE TABLE papers (name TEXT)")
        base.execute("INSERT INTO papers VALUES ('Dernier dépôt')")
        base.commit()
        shutil.copy(living, tmp_path / "cp")
        subprocess.run([sys.executable, "-c", program], check=True)
    assert rows(tmp_path / "cp" / "boite.sqlite3") == 0, "the trap is real"
    assert rows(saved) == 1
