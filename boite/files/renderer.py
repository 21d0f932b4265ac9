"""Drawing a hostile document without ever opening it here: a child process does, and may die of it.

One call, one child. How many at a time is for the caller to decide.
"""

import asyncio
import contextlib
import json
import os
import signal
import stat
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import IO

from boite.files.render_contract import (
    PAPER_TYPES,
    PICTURE_FORMATS,
    REASONS,
    Limits,
    Rendering,
    RenderingFailed,
)

__all__ = ["RENDERABLE", "Limits", "Rendering", "RenderingFailed", "render"]

RENDERABLE: frozenset[str] = frozenset(PICTURE_FORMATS) | PAPER_TYPES
# Isolated mode ignores the environment and the current folder: the place of our code is told in an argument.
PROGRAM = "import sys; sys.path.append(sys.argv[1]); from boite.files.render_child import main; main()"
CODE = str(Path(__file__).resolve().parents[2])
CHUNK = 1024**2
DEFAULT_LIMITS = Limits()


async def render(source: Path | AsyncIterator[bytes], media_type: str, *, limits: Limits = DEFAULT_LIMITS) -> Rendering:
    """Thumbnail and views of a document, as WebP; nothing for plain text, which shows itself.

    Raises RenderingFailed: "unsupported" type, "too_large" (bytes or pixels), "timeout", "memory", "encrypted",
    "unreadable" (broken, or not of the type told), "crashed". OSError when the path cannot be opened.
    The child has ended when this returns or raises.
    """
    if media_type == "text/plain":
        return Rendering(None, [], None)
    if media_type not in RENDERABLE:
        raise RenderingFailed("unsupported", media_type)
    with await _opened(source, limits) as document, tempfile.TemporaryDirectory(prefix="boite-") as folder:
        output, code = await _run(document, media_type, limits, folder)
    return _read(output, code, limits)


async def _opened(source: Path | AsyncIterator[bytes], limits: Limits) -> IO[bytes]:
    """The document as an open file, at its beginning. A stream is copied first: decoders move to and fro."""
    if isinstance(source, Path):
        document = await asyncio.to_thread(_open_regular, source)
        if os.fstat(document.fileno()).st_size > limits.input_bytes:
            document.close()
            raise RenderingFailed("too_large")
        return document
    copy = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the caller)
    try:
        async for chunk in source:
            await asyncio.to_thread(copy.write, chunk)
            if copy.tell() > limits.input_bytes:
                raise RenderingFailed("too_large")
        await asyncio.to_thread(copy.flush)
        copy.seek(0)
    except BaseException:
        copy.close()
        raise
    return copy


def _open_regular(path: Path) -> IO[bytes]:
    document = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    if not stat.S_ISREG(os.fstat(document.fileno()).st_mode):
        document.close()
        raise RenderingFailed("unreadable", "not a file")
    return document


async def _run(document: IO[bytes], media_type: str, limits: Limits, folder: str) -> tuple[bytes, int]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", PROGRAM, CODE, media_type, json.dumps(asdict(limits)),
        stdin=document, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        cwd=folder, env={}, start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(limits.wall_seconds):
            return await _collect(child, limits), await child.wait()
    except TimeoutError as late:
        raise RenderingFailed("timeout") from late
    finally:
        await _end(child)


async def _collect(child: asyncio.subprocess.Process, limits: Limits) -> bytes:
    assert child.stdout is not None  # noqa: S101 (asked for above; says it to mypy)
    output = bytearray()
    while chunk := await child.stdout.read(CHUNK):
        output += chunk
        if len(output) > limits.output_bytes:
            raise RenderingFailed("crashed", "answer too long")
    return bytes(output)


async def _end(child: asyncio.subprocess.Process) -> None:
    """Kill the child and all of its group, and wait for it, even if we are cancelled meanwhile."""
    # An open pipe after its end means that somebody of its group still holds it, and would make us wait.
    if child.returncode is None or (child.stdout and not child.stdout.at_eof()):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    # communicate() also drains and closes the pipe, which wait() alone leaves to the garbage collector.
    await asyncio.shield(asyncio.ensure_future(child.communicate()))


def _read(output: bytes, code: int, limits: Limits) -> Rendering:
    """Believe nothing of the answer: the child may have become somebody else's."""
    if code == -signal.SIGXCPU:
        raise RenderingFailed("timeout")
    if code != 0:
        raise RenderingFailed("crashed", f"exit code {code}")
    header, _, body = output.partition(b"\n")
    try:
        said = json.loads(header[:1000])
        if said.get("reason") in REASONS:
            raise RenderingFailed(said["reason"])
        sizes = [int(said["thumbnail"]), *map(int, said["pages"])]
        page_count = None if said["page_count"] is None else int(said["page_count"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as nonsense:
        raise RenderingFailed("crashed", "answer") from nonsense
    pictures = _cut(body, sizes)
    if pictures is None or not 1 < len(pictures) <= limits.pages + 1:
        raise RenderingFailed("crashed", "answer")
    return Rendering(pictures[0], pictures[1:], page_count)


def _cut(body: bytes, sizes: list[int]) -> list[bytes] | None:
    """The pictures one after the other, or None unless each is a WebP and nothing is left over."""
    if min(sizes) < 12 or sum(sizes) != len(body):
        return None
    pictures, start = [], 0
    for size in sizes:
        pictures.append(body[start : start + size])
        start += size
    return pictures if all(p[:4] == b"RIFF" and p[8:12] == b"WEBP" for p in pictures) else None
