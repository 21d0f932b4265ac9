"""Keeps bytes, and knows nothing else. The contract is in `store.py`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from storage.disk import DiskStore
from storage.memory import MemoryStore
from storage.store import BlobStore

__all__ = ["open_store"]


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
