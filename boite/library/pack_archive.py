"""The entries of a pack: its pages, its subtitles, its files, in the order that they are read."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from boite.clock import now
from boite.directory.sheet.languages import LANGUAGES
from boite.errors import Damaged, Invalid, NotFound
from boite.files.zipping import ZipEntry
from boite.library import content_check, subtitles
from boite.library.desk import LIBRARY
from boite.library.models import Resource
from boite.library.pack import Item, Pack
from boite.library.wording import LEVELS
from boite.web.templating import environment
from storage.store import BlobStore

INDEX, PAGE, README = (
    "library/kept/pack-index.html",
    "library/kept/pack-item.html",
    "library/kept/pack-readme.txt",
)
Sheet = Callable[[str], str]
"""The whole address of the page of a resource, from its slug."""
STYLE = Path(__file__).with_name("pack.css")


async def entries(pack: Pack, site: str, sheet: Sheet, store: BlobStore) -> AsyncGenerator[ZipEntry, None]:
    """Every entry of the zip: pages first, so that a download cut short is still readable. One resource at a time."""
    yield ZipEntry("index.html", _drawn(INDEX, pack=pack, site=site, made_at=now(), levels=LEVELS, languages=LANGUAGES))
    yield ZipEntry("style.css", STYLE.read_bytes())
    yield ZipEntry("LISEZ-MOI.txt", _drawn(README, pack=pack, site=site).replace(b"\n", b"\r\n"))
    written = set[str]()
    for item in pack.items:
        if item.page or item.captions:
            async for entry in _around(item, pack, sheet, store):
                if entry.path not in written:
                    written.add(entry.path)
                    yield entry
    for file in pack.files:
        yield ZipEntry(file.path, blob=file.blob, size=file.size, node=file.node, at=file.at)


async def _around(item: Item, pack: Pack, sheet: Sheet, store: BlobStore) -> AsyncGenerator[ZipEntry, None]:
    """The page of a resource, and its subtitles beside the film for the players that look there."""
    resource = await Resource.get(id=UUID(item.row["id"]))
    captions = await _captions(resource, store) if item.captions else b""
    if captions:
        yield ZipEntry(item.captions, captions)
    if item.page:
        # Inside the page too: a browser takes no subtitles from a file beside a page that was opened from a disk.
        inside = f"data:text/vtt;base64,{base64.b64encode(captions).decode()}" if captions else ""
        html = await LIBRARY.html_of(resource)
        shown = {"item": item, "pack": pack, "sheet": sheet, "captions": inside, "transcript": html, "levels": LEVELS}
        yield ZipEntry(item.page, _drawn(PAGE, **shown, above=lambda path: f"../{quote(path)}"))


async def _captions(resource: Resource, store: BlobStore) -> bytes:
    """Nothing where they went meanwhile, or are no subtitles any more."""
    if resource.subtitles_id is None:
        return b""
    try:
        return subtitles.webvtt(await content_check.subtitles_of(resource.subtitles_id, store))
    except (Damaged, Invalid, NotFound):
        return b""


def _drawn(name: str, **context: Any) -> bytes:
    return environment().get_template(name).render(**context).encode()
