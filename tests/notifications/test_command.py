"""`boite notifications --dry-run --date …`: the very sweeps, told by identifiers, and rolled back."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

from boite.accounts.models import User
from boite.clock import today
from boite.notifications.models import Notice, Sweep
from boite.settings import Settings
from storage.store import BlobStore
from tests.live import ROOT, environment
from tests.notifications.telling import paper


async def test_the_command_says_who_would_be_told_and_keeps_nothing(
    person: User, settings: Settings, store: BlobStore
) -> None:
    node = await paper(person, store, today() + timedelta(days=95), name="Carte d'Inès.pdf")
    day = (today() + timedelta(days=5)).isoformat()
    command = [sys.executable, "-W", "error", "-m", "boite", "notifications", "--dry-run", "--date", day]
    done = subprocess.run(command, cwd=ROOT, env=environment(settings), capture_output=True, text=True)  # noqa: ASYNC221 - one command
    assert done.returncode == 0, done.stderr
    assert "paper.validity : 1 à dire, 0 laissés" in done.stdout
    assert str(person.id) in done.stdout
    assert str(node.id) in done.stdout
    assert "dans le service seulement : aucun canal confirmé" in done.stdout
    assert "Carte" not in done.stdout, "identifiers only"
    assert (await Notice.all().count(), await Sweep.all().count()) == (0, 0)
