"""The keys of a store, some at a time: there may be millions of them."""

from __future__ import annotations

from collections.abc import AsyncIterator


async def by_parts(keys: AsyncIterator[str], size: int) -> AsyncIterator[list[str]]:
    """These keys in their order, so many together; the last part has fewer. None for no key."""
    some: list[str] = []
    async for key in keys:
        some.append(key)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
