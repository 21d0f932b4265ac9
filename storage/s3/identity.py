"""Whose store this is: a small object at its root, which nobody replaces."""

from __future__ import annotations

from time import monotonic
from typing import Final

from storage.errors import StorageUnavailable
from storage.keys import is_key
from storage.s3.objects import Objects

NAME: Final = "identity"
TRUSTED: Final = 60.0
"""Seconds during which bytes are kept without looking at the identity again."""


class Badge:
    """The object of the identity. Once read, it must stay: `check` is asked before anything is said to be missing."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._seen: str | None = None
        self._at = 0.0

    async def read(self) -> str | None:
        """Give the identity, None where there is none. Raises StorageUnavailable for what is something else."""
        content = await self._objects.get(NAME)
        if content is None:
            return None
        identity = content.decode("ascii", "replace").removesuffix("\n")
        if not is_key(identity):
            raise StorageUnavailable(f"{NAME} holds no identity")
        self._seen, self._at = self._seen or identity, monotonic()
        return identity

    async def claim(self, identity: str) -> str:
        """Write it where there is none. A service that ignores conditions is asked again what it has kept."""
        kept = await self.read()
        if kept is None:
            await self._objects.put(NAME, [f"{identity}\n".encode()], only_new=True)
            kept = await self.read()
        if kept is None:
            raise StorageUnavailable("the identity that was written is not there")
        return kept

    async def check(self) -> None:
        """Raises StorageUnavailable where the identity seen before is no longer there."""
        if self._seen is not None and await self.read() != self._seen:
            raise StorageUnavailable("the identity of the store is not there any more: is it the right bucket?")

    async def check_often(self) -> None:
        """The same before bytes are kept, once a minute: the bucket of an address rarely changes."""
        if self._seen is not None and monotonic() - self._at > TRUSTED:
            await self.check()
