"""« Sur cet appareil » on the page of settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boite.accounts.models import Session
from boite.settings import Settings


async def section(settings: Settings, session: Session) -> Mapping[str, Any]:
    """Nothing yet."""
    return {}
