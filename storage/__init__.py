"""Keeps bytes, and knows nothing else. The contract is in `store.py`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from storage.disk import DiskStore
from storage.memory import MemoryStore
from storage.store import BlobStore

if TYPE_CHECKING:
    from storage.s3.ledger import Ledger
    from storage.s3.signing import Keys

__all__ = ["open_bucket", "open_store"]


def open_store(url: str) -> BlobStore:
    """Open the store that this address names: `file:///folder` or `memory:`.

    Raises ValueError for an address of another form, StorageUnavailable when the folder cannot be used.
    """
    parts = urlsplit(url)
    if parts.scheme == "memory" and not (parts.netloc or parts.path):
        return MemoryStore()
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
        return DiskStore(Path(unquote(parts.path)))
    raise ValueError(f"not the address of a store: {url!r}")


def open_bucket(url: str, endpoint: str, keys: Keys, ledger: Ledger) -> BlobStore:
    """Open the store in a bucket of S3, `s3://bucket` or `s3://bucket/prefix`, of the service at `endpoint`.

    Nothing is asked of it yet. Raises ValueError for an address of another form.
    """
    from storage.s3.client import Bucket  # only then is HTTP needed
    from storage.s3.store import S3Store

    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"not the address of a bucket: {url!r}")
    prefix = parts.path.strip("/")
    return S3Store(Bucket(endpoint.rstrip("/"), parts.netloc, f"{prefix}/" if prefix else "", keys), ledger)
