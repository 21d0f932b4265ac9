"""The store of bytes that the settings name: a folder, or a bucket of an S3 service whose ledger is our database."""

from __future__ import annotations

from boite.settings import Settings
from boite.settings.reading import BadSettings
from storage import open_bucket, open_store
from storage.store import BlobStore

MISSING = """{names} : à donner aussi, puisque BOITE_STORAGE désigne un service S3.
Tous les réglages sont décrits dans docs/environnement.md."""


def store_of(settings: Settings, url: str = "") -> BlobStore:
    """Open the store of these settings, or the one at another address, with the same keys.

    Raises BadSettings where a bucket is named without its service or its keys, StorageUnavailable, ValueError.
    """
    url = url or settings.storage_url
    if not url.startswith("s3:"):
        return open_store(url)
    needed = ("s3_endpoint", "s3_access_key", "s3_secret_key")
    if missing := [f"BOITE_{name.upper()}" for name in needed if not getattr(settings, name)]:
        raise BadSettings(MISSING.format(names=", ".join(missing)))
    from boite.files.s3_ledger import DatabaseLedger  # only then
    from storage.s3.signing import Keys

    keys = Keys(settings.s3_access_key, settings.s3_secret_key, settings.s3_region)
    return open_bucket(url, settings.s3_endpoint, keys, DatabaseLedger())
