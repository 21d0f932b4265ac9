"""`boite dev`: a living service with its demonstration, on this machine only."""

from __future__ import annotations

import argparse
import asyncio
import os
import socket

import uvicorn

import boite.routes  # noqa: F401 - says the addresses that mails and the demonstration write
from boite.bootstrap import say
from boite.database.schema import migrate
from boite.demo import cast
from boite.settings import Settings
from boite.web_processes import server_options, site

FICTIONAL_PHONE = "02 61 91 90 00"
"""Whom the pages of the demonstration call: in the range that Arcep keeps for fiction, so nobody answers."""
NEAR = 50
"""How many ports are tried after the wanted one."""


def run(arguments: list[str]) -> int:
    """Migrate, seed, say how to come in, serve. Raises CannotStart where the store is not its own."""
    argparse.ArgumentParser("boite dev", description="Prépare la démonstration et la sert.").parse_args(arguments)
    settings = local_settings()
    asyncio.run(migrate(settings))
    asyncio.run(cast.seed(settings))
    asyncio.run(cast.give_past(settings))
    say(f"\nMa boîte SPRO vous attend ici : {settings.base_url}")
    say("Connectez-vous avec un identifiant et sa phrase secrète :")
    say(cast.how_to_sign_in())
    say("Pour arrêter : Ctrl+C\n")
    uvicorn.run(site, **server_options(settings))
    return 0


def local_settings() -> Settings:
    """The environment's settings, with the defaults of somebody trying the service at home."""
    os.environ.setdefault("BOITE_ENVIRONMENT", "dev")
    os.environ.setdefault("BOITE_LOG_FORMAT", "texte")
    os.environ.setdefault("BOITE_LOG_LEVEL", "WARNING")
    os.environ.setdefault("BOITE_PUBLISHER_PHONE", FICTIONAL_PHONE)
    wanted = Settings.from_environment()
    port = free_port(wanted.host, wanted.port)
    if port != wanted.port:
        say(f"Le port {wanted.port} est pris : voici le {port}.")
    os.environ["BOITE_PORT"] = str(port)
    os.environ.setdefault("BOITE_BASE_URL", f"http://{wanted.host}:{port}")
    return Settings.from_environment()


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the nearest free one after it. Raises OSError where none is."""
    for port in range(wanted, wanted + NEAR):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise OSError(f"aucun port libre entre {wanted} et {wanted + NEAR}")
