"""`boite config`: the settings in force and where each comes from. What is secret is not shown."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import fields
from typing import Any

from boite.bootstrap import say
from boite.errors import Refusal
from boite.settings import Settings
from boite.settings.in_force import SettingLine, in_force


def run(arguments: list[str]) -> int:
    """Returns 0; 1 where a mail of trial was not taken. Raises BadSettings (78) where the service would not start."""
    parser = argparse.ArgumentParser("boite config", description="Dit les réglages en vigueur, sans les secrets.")
    parser.add_argument("--json", action="store_true", help="pour un programme")
    parser.add_argument("--given", action="store_true", help="seulement ceux qui ne viennent pas du défaut")
    parser.add_argument(
        "--try-mail", metavar="ADRESSE", help="envoie un courriel d'essai, et dit ce que répond le serveur"
    )
    options = parser.parse_args(arguments)
    if options.try_mail:
        return _tried(options.try_mail)
    lines = [line for line in in_force() if line.source != "défaut" or not options.given]
    if options.json:
        keys = [item.name for item in fields(SettingLine)]
        known = [{key: value for key in keys if (value := getattr(line, key)) is not None} for line in lines]
        say(json.dumps(known, ensure_ascii=False, indent=2))
        return 0
    for line in lines:
        say(f"{line.name}={_written(line.value)}  ({line.origin})")
    return 0


def _tried(address: str) -> int:
    from boite.administration.mail_trial import try_mail  # the settings alone need nothing of it

    try:
        found = asyncio.run(try_mail(Settings.from_environment(), address))
    except Refusal as refusal:
        say(str(refusal))
        return 1
    say(found.words)
    return 0 if found.handed else 1


def _written(value: Any) -> str:
    return ("oui" if value else "non") if isinstance(value, bool) else str(value)
