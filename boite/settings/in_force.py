"""The settings in force and where each comes from, for an operator: what is secret is not there."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from boite.clock import now
from boite.settings import PREFIX, Settings
from boite.settings.hiding import HIDDEN, shown
from boite.settings.reading import SECRETS
from boite.text.french import plural

IN_FORCE = {"database": "database_url", "storage": "storage_url"}
"""Settings whose empty default stands for an address: that address is what is in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    """One setting as it is told: `value` in force, `source` (« défaut », « environnement » or « fichier »), `file`."""

    name: str
    value: Any
    source: str
    file: str = ""
    days: int | None = None
    """Since when this file holds a secret, in days; None where that is no secret, or where nobody knows."""

    @property
    def origin(self) -> str:
        """Where it comes from, in French."""
        age = "" if self.days is None else f", écrit il y a {plural(self.days, 'jour')}"
        return f"{self.source}{f' {self.file}' if self.file else ''}{age}"


def in_force() -> list[SettingLine]:
    """Every setting, in the order of docs/environnement.md. Raises BadSettings."""
    settings, given = Settings.from_environment(), Settings.origins()
    return [_line(settings, item.name, given.get(item.name)) for item in fields(settings)]


def _line(settings: Settings, name: str, file: str | None) -> SettingLine:
    value = shown(name, getattr(settings, IN_FORCE.get(name, name)))
    source = "défaut" if file is None else "fichier" if file else "environnement"
    if name == "secret" and file is None:  # made once by the service: neither shown, nor made here
        value, source, file = HIDDEN, "fichier", str(settings.data.absolute() / "secret")
    days = _age(Path(file)) if file and name in SECRETS else None
    return SettingLine(name=f"{PREFIX}{name.upper()}", value=value, source=source, file=file or "", days=days)


def _age(path: Path) -> int | None:
    """Whole days since it was last written."""
    try:
        return max(0, int((now().timestamp() - path.stat().st_mtime) // 86_400))
    except OSError:
        return None
