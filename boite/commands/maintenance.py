"""`boite maintenance on|off`: people read, nobody writes, until the operator says so. Processes know in a second."""

from __future__ import annotations

import argparse
import asyncio
import json
from datetime import time

from boite.bootstrap import say
from boite.clock import PARIS
from boite.database import maintenance_mode
from boite.database.maintenance_mode import Maintenance
from boite.database.upgrade.migration_state import opened_current
from boite.settings import Settings


def run(arguments: list[str]) -> int:
    """Returns 0. Without a word, says where it stands. Raises CannotStart on the database of another release."""
    parser = argparse.ArgumentParser(
        "boite maintenance", description="Met le service en entretien : on y lit, on n'y écrit pas. Ou l'en sort."
    )
    parser.add_argument("wanted", nargs="?", choices=("on", "off"), help="on : entretien ; off : tous les jours")
    parser.add_argument("--until", type=time.fromisoformat, metavar="HH:MM", help="fin annoncée, heure de France")
    parser.add_argument("--json", action="store_true", help="pour un programme")
    options = parser.parse_args(arguments)
    if options.until is not None and options.wanted != "on":
        parser.error("--until va avec « on ».")
    found = asyncio.run(changed(Settings.from_environment(), options.wanted, options.until))
    until = found.until.astimezone(PARIS) if found.until else None
    if options.json:
        say(json.dumps({"on": found.on, "until": until.isoformat() if until else None}))
    elif found.on:
        say(
            "Entretien en cours"
            + (f", fin annoncée vers {until:%H:%M}" if until else "")
            + ". On lit, rien ne s'écrit."
        )
    else:
        say("Pas d'entretien : le service marche comme tous les jours.")
    return 0


async def changed(settings: Settings, wanted: str | None, hour: time | None) -> Maintenance:
    """Do what is asked, and say what is true after."""
    async with opened_current(settings):
        if wanted == "on":
            await maintenance_mode.begin(maintenance_mode.next_time(hour) if hour else None)
        elif wanted == "off":
            await maintenance_mode.end()
        return await maintenance_mode.current()
