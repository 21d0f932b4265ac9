"""Rows and bytes compared, and put in agreement where it is asked. Each step may be cut anywhere, and done again.

Nothing is erased: bytes without a row go aside. A damaged paper is only marked, so that it is never served as good
and its person is told.
"""

from __future__ import annotations

from boite.clock import now
from boite.database.long_lists import parts
from boite.files.comparing import GRACE, StoreReport, look, verdict
from boite.files.expiry import recount_quotas
from boite.files.models import Blob, Preview, PreviewState, Width, WidthOrder
from boite.files.orphan_bytes import put_back, set_aside
from boite.settings import Settings
from storage.store import Aside, BlobStore, Kind


async def check(
    settings: Settings,
    store: BlobStore,
    *,
    deep: bool = False,
    repair: bool = False,
    up_to: int = 0,
    grace: float = GRACE,
) -> StoreReport:
    """Compare rows and blobs, and change nothing, unless `repair` asks for what is safe, and only that.

    A report that shows too much is not acted on, unless its longest list is at most `up_to`: a number that the operator
    has read before, and accepts. `deep` reads every byte again. `grace` in seconds.
    """
    report = await look(store, deep=deep, grace=grace)
    if repair and (report.most <= up_to or not report.suspect):
        await _repair(settings, store, report)
        report.repaired = True
    return report


async def _repair(settings: Settings, store: BlobStore, report: StoreReport) -> None:
    for thing in report.returning:
        await _return(thing, store)
    for key in report.damage:
        await Blob.filter(key=key, damaged_at=None).update(damaged_at=now())
    for some in parts(report.sound):
        await Blob.filter(key__in=some).update(damaged_at=None)
    for key in report.lost_previews:
        await _draw_again(key, store)
    await set_aside(report.orphans, store, Kind.BLOB)
    await set_aside(report.orphan_uploads, store, Kind.UPLOAD)
    await recount_quotas(settings, store)


async def put_everything_back(store: BlobStore) -> int:
    """Give everything that is aside its place again, known or not: it is then kept until the next repair."""
    return sum([await _return(thing, store) for thing in sorted([thing async for thing in store.aside()])])


async def _return(thing: Aside, store: BlobStore) -> int:
    """Put back; a reading may have found the bytes missing meanwhile: read whole, they are good again."""
    done = await put_back(thing, store)
    marked = await Blob.get_or_none(key=thing.name, erase_due=None, damaged_at__not_isnull=True) if done else None
    if marked is not None and await verdict(marked, store, deep=True) is None:
        await Blob.filter(key=marked.key).update(damaged_at=None)
    return done


async def _draw_again(key: str, store: BlobStore) -> None:
    """A preview that lost its bytes is made again, with the others of its paper: theirs go first, then their rows."""
    if (preview := await Preview.get_or_none(key=key)) is not None:
        await _erase_drawn(await Preview.filter(blob_id=preview.blob_id), store)
        await Preview.filter(blob_id=preview.blob_id).delete()
        due = {"preview_state": PreviewState.DUE, "preview_due": now(), "preview_tries": 0}
        await Blob.filter(key=preview.blob_id).update(**due)
    if (width := await Width.get_or_none(key=key)) is not None:
        await _erase_drawn(await Width.filter(blob_id=width.blob_id), store)
        await Width.filter(blob_id=width.blob_id).delete()
        await WidthOrder.filter(blob_id=width.blob_id).update(state=PreviewState.DUE, due=now(), tries=0)


async def _erase_drawn(made: list[Preview] | list[Width], store: BlobStore) -> None:
    for row in made:
        await store.delete(row.key)
