"""Our own server, run as in production on a throw-away folder, with one person signed in."""

from __future__ import annotations

import asyncio
import sys
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from benchmarks.process import Process, free_port
from benchmarks.wire import Line, request
from boite.accounts import sessions
from boite.boxes.creation import open_account
from boite.database.connection import opened
from boite.database.schema import migrate
from boite.files.models import Node, Space
from boite.files.store_identity import own_store
from boite.settings import Settings

QUOTA: Final = 10**13
"""Bytes: measures are not about the quota, which is counted all the same."""
CHUNK: Final = 16 * 1024 * 1024
"""Bytes of one PATCH, as the page of deposits sends them."""
BODY_TYPE: Final = "application/offset+octet-stream"


@dataclass(frozen=True, slots=True)
class Home:
    """A prepared folder: settings, the token of a session, the person's space and its top folder."""

    settings: Settings
    token: str
    space: UUID
    root: UUID

    @property
    def headers(self) -> dict[str, str]:
        """What a request of this person carries."""
        return {"cookie": f"boite={self.token}"}

    def empty(self) -> None:
        """Delete the bytes of former rounds, as those of the others are: memory never used before costs far more."""
        for path in (self.settings.data / "papiers").rglob("*"):
            if path.is_file() and path.stat().st_size >= CHUNK:
                path.unlink()

    def serve(self) -> Process:
        """Start the server on this folder. Raises RuntimeError."""
        env = {
            "BOITE_DATA": str(self.settings.data),
            "BOITE_PORT": str(self.settings.port),
            "BOITE_BASE_URL": self.settings.base_url,
            "BOITE_QUOTA_BYTES": str(QUOTA),
            "BOITE_DATABASE": self.settings.database,
        }
        command = [sys.executable, "-m", "boite", "serve", "--no-migrate"]
        return Process(command, self.settings.port, self.settings.data / "server.log", env)


def prepare(folder: Path, database: str = "") -> Home:
    """Make the database and the person. SQLite in this folder, unless an address is given."""
    folder.mkdir(parents=True)
    return asyncio.run(_prepare(folder, database))


async def _prepare(folder: Path, database: str) -> Home:
    port = free_port()
    settings = Settings(
        data=folder, database=database, port=port, base_url=f"http://127.0.0.1:{port}", quota_bytes=QUOTA
    )
    await migrate(settings)
    async with own_store(settings):  # now: rows that measures add without bytes would not be believed
        pass
    async with opened(settings):
        user = await open_account("soleil bateau cerise papier", quota=QUOTA, first_name="Inès")
        _, token = await sessions.begin(user, settings, device="Mesures", shared=False)
        space = await Space.get(owner_id=user.id)
        root = await Node.get(space_id=space.id, parent_id=None)
    return Home(settings, token, space.id, root.id)


def declaration(home: Home, name: str, size: int, body: bytes = b"") -> bytes:
    """The request that declares a deposit (tus creation), with its bytes where they come at once."""
    headers = home.headers | {
        "tus-resumable": "1.0.0",
        "upload-length": str(size),
        "upload-metadata": f"filename {b64encode(name.encode()).decode()}",
    }
    extra = {"content-type": BODY_TYPE} if body else {"content-length": "0"}
    return request("POST", "/depots/", headers | extra, body)


def deposit(home: Home, port: int, source: int, name: str, size: int) -> str:
    """Send the open file `source` by tus, in chunks. Returns the path of the paper. Raises RuntimeError."""
    with Line(port) as line:
        place = line.ask(declaration(home, name, size), 201).headers["location"]
        for start in range(0, size, CHUNK):
            length = min(CHUNK, size - start)
            headers = home.headers | {
                "tus-resumable": "1.0.0",
                "upload-offset": str(start),
                "content-type": BODY_TYPE,
                "content-length": str(length),
            }
            answer = line.send_file(request("PATCH", place, headers), source, start, length, 204)
    return answer.headers["boite-papier"]
