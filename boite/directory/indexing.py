"""What searching knows of a structure: its documents, renewed whole after each change."""

from __future__ import annotations

from uuid import UUID


async def index(structure_id: UUID) -> None:
    """Renew the documents of one structure, inside the transaction of the verb that changed it."""
    raise NotImplementedError
