"""`boite config`: the settings in force and where each comes from. What is secret is not shown."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, fields
from typing import Any

from boite.bootstrap import say
from boite.settings import PREFIX, Settings
from boite.settings.hiding import HIDDEN, shown

IN_FORCE = {"database": "database_url", "storage": "storage_url"}
"""Settings whose empty default stands for an address: that address is what is in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    """One setting as it is told: `value` in force, `source` (« défaut », « environnement » or « fichier »), `file`."""

    name: str
    value: Any
    source: str
    file: str = ""


def run(arguments: list[str]) -> int:
    """Returns 0. Raises BadSettings (78) where the service would not start with them."""
    parser = argparse.ArgumentParser("boite config", description="Dit les réglages en vigueur, sans les secrets.")
    parser.add_argument("--json", action="store_true", help="pour un programme")
    parser.add_argument("--given", action="store_true", help="seulement ceux qui ne viennent pas du défaut")
    options = parser.parse_args(arguments)
    lines = [line for line in in_force() if line.source != "défaut" or not options.given]
    if options.json:
        keys = [item.name for item in fields(SettingLine)]
        say(json.dumps([{key: getattr(line, key) for key in keys} for line in lines], ensure_ascii=False, indent=2))
        return 0
    for line in lines:
        say(f"{line.name}={_written(line.value)}  ({line.source}{f' {line.file}' if line.file else ''})")
    return 0


def in_force() -> list[SettingLine]:
    """Every setting, in the order of docs/environnement.md. Raises BadSettings."""
    settings, given = Settings.from_environment(), Settings.origins()
    return [_line(settings, item.name, given.get(item.name)) for item in fields(settings)]


def _line(settings: Settings, name: str, file: str | None) -> SettingLine:
    value = shown(name, getattr(settings, IN_FORCE.get(name, name)))
    source = "défaut" if file is None else "fichier" if file else "environnement"
    if name == "secret" and file is None:  # made once by the service: neither shown, nor made here
        value, source, file = HIDDEN, "fichier", str(settings.data.absolute() / "secret")
    return SettingLine(name=f"{PREFIX}{name.upper()}", value=value, source=source, file=file or "")


def _written(value: Any) -> str:
    return ("oui" if value else "non") if isinstance(value, bool) else str(value)
