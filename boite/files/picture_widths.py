"""Pictures for public pages, drawn in several widths outside the request: a phone loads no more than it shows."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from boite.clock import now
from boite.database import content_versions
from boite.database.connection import transaction
from boite.database.leases import Queue
from boite.database.long_lists import parts
from boite.files.deposit import once
from boite.files.erasure_promises import break_promise, keep_promise, promise
from boite.files.models import Blob, Node, PreviewState, Width, WidthOrder
from boite.files.preview_formats import viewer_for
from boite.files.previews import LEASE, TRIES, seal_of
from boite.files.renderer import Limits, RenderingFailed, render
from boite.settings import Settings
from storage.errors import BlobCorrupted, BlobMissing
from storage.keys import new_key
from storage.store import BlobStore

log = logging.getLogger("boite.widths")
WIDTHS = (320, 640, 1280)
"""Pixels: a phone, a phone with a fine screen or a column of a page, a page."""
LIMITS = Limits(pixels=80_000_000, widths=WIDTHS)
"""A public picture is no place for a hundred megapixels, though a box keeps them."""
AGAIN = timedelta(seconds=20)
WAITING = Queue(WidthOrder, LEASE, {"state": PreviewState.DUE})


async def order(nodes: Iterable[Node]) -> None:
    """Ask for the widths of these pictures, once for each content. What is no picture is passed over."""
    keys = {str(node.blob_id) for node in nodes if node.blob_id and viewer_for(node.media_type) == "image"}
    for some in parts(sorted(keys)):
        known = {order.blob_id for order in await WidthOrder.filter(blob_id__in=some)}
        rows = [WidthOrder(blob_id=key) for key in some if key not in known]
        await WidthOrder.bulk_create(rows, ignore_conflicts=True)


async def make_due(settings: Settings, store: BlobStore) -> int:
    """Draw one picture that waits. Returns 1, or 0 where none waits."""
    wanted = await WAITING.take_one()
    if wanted is None:
        return 0
    blob = await Blob.get_or_none(key=wanted.blob_id)
    if blob is None:  # erased meanwhile, and its order with it
        return 1
    try:
        if wanted.tries > TRIES:
            raise RenderingFailed("crashed", "abandoned after several tries")
        drawn = await render(store.open(blob.key, seal=seal_of(blob)), blob.media_type, limits=LIMITS)
    except (RenderingFailed, BlobCorrupted, BlobMissing) as error:
        log.warning("no widths", extra={"fields": {"blob": blob.key, "reason": str(error)}})
        if wanted.tries >= TRIES or isinstance(error, RenderingFailed):
            await WAITING.held(wanted).update(state=PreviewState.FAILED)
        else:
            await WAITING.put_off(wanted, now() + AGAIN)
        return 1
    await _keep(wanted, drawn.pages, store)
    return 1


async def _keep(wanted: WidthOrder, pictures: list[bytes], store: BlobStore) -> None:
    """Bytes before rows. The picture may have been erased meanwhile, or be due to be: then its widths go too."""
    rows = []
    keys = [new_key() for _ in pictures]
    await promise(*keys)
    for key, picture in zip(keys, pictures, strict=True):
        seal = await store.put(key, once(picture))
        width, height = dimensions(picture)
        values = {"width": width, "height": height, "key": key, "size": seal.size, "blocks": seal.blocks}
        rows.append(Width(blob_id=wanted.blob_id, **values))
    async with transaction():
        # An update, to lock its row: from here to the end nobody can mark it for erasure.
        alive = await Blob.filter(key=wanted.blob_id, erase_due=None).update(erase_due=None)
        kept = alive and await WAITING.held(wanted).update(state=PreviewState.READY)
        if kept:
            await keep_promise(*keys)
            await Width.bulk_create(rows)
            await content_versions.renew(content_versions.PICTURES)
    if not kept:
        for key in keys:
            await break_promise(key, store)


def dimensions(webp: bytes) -> tuple[int, int]:
    """Width and height of a lossy WebP of ours, in pixels (RFC 9649 § 2.5, RFC 6386 § 9.1). Raises RenderingFailed."""
    if webp[12:16] != b"VP8 " or webp[23:26] != b"\x9d\x01\x2a":
        raise RenderingFailed("crashed", "not a lossy WebP")
    width, height = (int.from_bytes(webp[start : start + 2], "little") & 0x3FFF for start in (26, 28))
    return width, height
