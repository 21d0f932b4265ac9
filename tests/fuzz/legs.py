"""One walk, over a service made for it with the demonstration's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from boite import clock
from boite.app import create_app
from boite.demo.cast import seed as load_demonstration
from boite.settings import Settings
from tests.fuzz.verdict import Finding
from tests.fuzz.walk import Walk

COUNTED = (
    "address_tries",
    "signups_per_address",
    "suggestions_per_address",
    "proposals_per_address",
    "registrations_per_address",
    "codes_per_address",
    "letters_per_address",
    "packs_per_address",
)
MANY = 1_000_000


def settings_of(data: Path) -> Settings:
    """A service of its own in this folder."""
    return Settings(
        data=data,
        secret="the-secret-of-the-tests",
        base_url="http://testserver",
        environment="dev",
        chores=False,
        log_level="CRITICAL",
        log_format="texte",
    )


async def walk(settings: Settings, seed: str, requests: int, *, chores: int = 0) -> Walk:
    """Put so many requests to a new service over this empty base, that counts no tries: one walker tries everything."""
    lenient = replace(settings, account_tries=1_000, **dict[str, Any](dict.fromkeys(COUNTED, MANY)))
    await load_demonstration(lenient)
    app = create_app(lenient)
    async with app.router.lifespan_context(app):
        walked = Walk(app, seed)
        try:
            await walked.run(requests, chores=chores)
        finally:
            clock.reset()
    return walked


def line(walked: Walk) -> str:
    """What one walk met, on one line."""
    statuses = dict(sorted(walked.record.statuses.items()))
    return f"leg {walked.seed}: {walked.record.fired} requests, {len(walked.record.findings)} faults {statuses}"


def findings(walks: Sequence[Walk]) -> list[Finding]:
    """The faults of several walks, each mechanism once."""
    found: dict[str, Finding] = {}
    for walked in walks:
        for key, finding in walked.record.findings.items():
            found.setdefault(
                key,
                Finding(f"{key} ({walked.record.times[key]} times, leg {walked.seed})", finding.number, finding.detail),
            )
    return list(found.values())
