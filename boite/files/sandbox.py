"""Whether this machine lets the drawing child close itself in. It draws either way: somebody must be told."""

from __future__ import annotations

import asyncio
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE

from boite.files.renderer import CODE
from boite.settings import Settings
from storage.store import BlobStore

log = logging.getLogger("boite.sandbox")
WHOLE = frozenset({"landlock", "seccomp"})
PROGRAM = "import sys; sys.path.append(sys.argv[1]); from boite.files.confinement import seal; print(*seal())"
_found: list[frozenset[str]] = []


async def missing() -> frozenset[str]:
    """What the kernel refuses of Landlock (files) and seccomp (network, programs). Asked once, to a child."""
    if not _found:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-c", PROGRAM, CODE, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
        )
        said, _ = await child.communicate()
        _found[:] = [WHOLE - frozenset(said.decode().split())]
    return _found[0]


async def say_missing(settings: Settings, store: BlobStore) -> int:
    """Tell the log, at each start, what is missing (a chore). Always 0: nothing more is due."""
    if found := await missing():
        log.error("no whole sandbox for previews", extra={"fields": {"missing": sorted(found)}})
    return 0
