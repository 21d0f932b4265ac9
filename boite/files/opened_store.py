"""The store of bytes that the settings name: a folder, or a bucket of an S3 service whose ledger is our database."""

from __future__ import annotations

from boite.settings import Settings
from boite.settings.reading import BadSettings
from storage import open_bucket, open_store
from storage.pair import PairStore
from storage.store import BlobStore

MISSING = """{names} : à donner aussi, puisque BOITE_STORAGE désigne un service S3.
Tous les réglages sont décrits dans docs/environnement.md."""


TWO_BUCKETS = """BOITE_STORAGE et BOITE_STORAGE_OTHER désignent tous deux un service S3 : un seul le peut.
Passez par un dossier, ou copiez le seau avec un outil de S3, service arrêté."""


def store_of(settings: Settings) -> BlobStore:
    """Open the store of these settings; both of them while the service moves from one to the other.

    Raises BadSettings where a bucket is named without its service or its keys, StorageUnavailable, ValueError.
    """
    main, other = settings.storage_url, settings.storage_other
    if not other or other == main:
        return _opened(settings, main)
    if main.startswith("s3:") and other.startswith("s3:"):
        raise BadSettings(TWO_BUCKETS)  # the rows of uploads do not say in which of them their bytes are
    return PairStore(_opened(settings, main), _opened(settings, other))


def _opened(settings: Settings, url: str) -> BlobStore:
    if not url.startswith("s3:"):
        return open_store(url)
    needed = ("s3_endpoint", "s3_access_key", "s3_secret_key")
    if missing := [f"BOITE_{name.upper()}" for name in needed if not getattr(settings, name)]:
        raise BadSettings(MISSING.format(names=", ".join(missing)))
    from boite.files.s3_ledger import DatabaseLedger  # only then
    from storage.s3.signing import Keys

    keys = Keys(settings.s3_access_key, settings.s3_secret_key, settings.s3_region)
    return open_bucket(url, settings.s3_endpoint, keys, DatabaseLedger())
