"""Files of the tests: small ones made by hand, those of the demonstration, and the official ones."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from boite.directory.exchange.exports import structures_json
from boite.directory.exchange.imports import import_file
from boite.directory.exchange.report import ImportReport, LineOutcome

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "boite" / "demo" / "data" / "directory"
OFFICIAL = ROOT.parent / "shared" / "data"
"""Not in the repository: they are only read."""


def official(name: str) -> bytes:
    """One of the official files. Where they are not, the test is skipped and says so; in CI, it fails."""
    path = OFFICIAL / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path.name}: the official files must be there in CI")
        pytest.skip(f"{path.name}: the official files are not beside this checkout")
    return path.read_bytes()


def structure(identifier: str = "dora--1", **values: Any) -> dict[str, Any]:
    """A structure that the schema accepts. A value of None takes the key away."""
    told = {
        "source": "dora",
        "id": identifier,
        "nom": "Mission locale de Vierzon",
        "date_maj": "2026-05-04",
        "adresse": "5 place de la Fontaine",
        "code_postal": "18100",
        "commune": "Vierzon",
        "telephone": "+33248000000",
        **values,
    }
    return {key: value for key, value in told.items() if value is not None}


def service(identifier: str = "dora--s1", of: str = "dora--1", **values: Any) -> dict[str, Any]:
    """A service that the schema accepts."""
    told = {
        "source": "dora",
        "structure_id": of,
        "id": identifier,
        "nom": "Atelier CV",
        "description": "Faire son CV avec un conseiller.",
        "date_maj": "2026-05-04",
        **values,
    }
    return {key: value for key, value in told.items() if value is not None}


def written(structures: Sequence[Any] = (), services: Sequence[Any] = ()) -> bytes:
    """The file that holds these objects."""
    return json.dumps({"structures": list(structures), "services": list(services)}).encode()


async def enter(*structures: Any, services: Sequence[Any] = (), name: str = "essai.json", **how: Any) -> ImportReport:
    """Import these objects."""
    return await import_file(name, written(structures, services), **how)


async def enter_demo() -> None:
    """The territories and communes of the demonstration."""
    for name in ("territories.json", "communes.json"):
        report = await import_file(name, (DEMO / name).read_bytes())
        assert not report.refused


async def exported() -> bytes:
    """The whole directory, as it is given away."""
    return b"".join([piece async for piece in structures_json()])


def outcomes(report: ImportReport) -> dict[str, int]:
    """The counts that are not zero, by name."""
    return {str(outcome): report.counts[outcome] for outcome in LineOutcome if report.counts[outcome]}


def whys(report: ImportReport) -> list[str]:
    """Why each line was refused or kept."""
    return [line.why for line in report.lines if line.why]
