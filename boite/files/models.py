"""The rows of the space, gathered. Each capability of `Node` lives in the module of its name."""

from __future__ import annotations

from tortoise.indexes import Index

from boite.files.erasure_hold import ErasureHold
from boite.files.node_row import NodeKind
from boite.files.quota import QuotaExceeded, Space
from boite.files.rows import Blob, Discard, OnConflict, Preview, PreviewState, Upload, Version
from boite.files.s3_rows import S3Part, S3Upload
from boite.files.store_row import StoreIdentity
from boite.files.trash import Trashable
from boite.files.use_rows import PaperUse, Width, WidthOrder
from boite.files.versions import Versioned

__all__ = [
    "Blob",
    "Discard",
    "ErasureHold",
    "Node",
    "NodeKind",
    "OnConflict",
    "PaperUse",
    "Preview",
    "PreviewState",
    "QuotaExceeded",
    "S3Part",
    "S3Upload",
    "Space",
    "StoreIdentity",
    "Upload",
    "Version",
    "Width",
    "WidthOrder",
]


class Node(Trashable, Versioned):
    """A folder or a paper of somebody's space."""

    class Meta:
        table = "files_node"
        # More in boite/database/schema.py: partial ones over the living, and that of discards, named otherwise.
        indexes = (
            Index(fields=("space_id", "changed_at"), name="files_node_space"),
            Index(fields=("space_id", "document_type"), name="files_node_type"),
            Index(fields=("parent_id",), name="files_node_parent"),
            Index(fields=("blob_id",), name="files_node_blob"),
        )
