"""Whose store this is, written once in a small file at its root: an empty mount point does not have it."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from storage.errors import StorageUnavailable, translated
from storage.keys import is_key

NO_LINKS: Final = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS})
"""How a file system says that it has no hard links."""


class Badge:
    """The file of the identity. Once read, it must stay: `check` is asked before anything is said to be missing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: str | None = None

    def read(self) -> str | None:
        """Give the identity, None where there is none. Raises StorageUnavailable for a file that is something else."""
        identity = self._kept()
        self._seen = identity or self._seen
        return identity

    def _kept(self) -> str | None:
        with translated():
            try:
                text = self.path.read_text(encoding="ascii", errors="replace")
            except FileNotFoundError:
                return None
        identity = text.removesuffix("\n")
        if not is_key(identity):
            raise StorageUnavailable(f"{self.path} holds no identity")
        return identity

    def write(self, draft: Path) -> None:
        """Let a whole file become the identity, unless there is one already. The draft is gone afterwards."""
        try:
            with suppress(FileExistsError):
                os.link(draft, self.path)
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            if not self.path.exists():
                draft.rename(self.path)
        finally:
            draft.unlink(missing_ok=True)

    def check(self) -> None:
        """Raises StorageUnavailable where the identity seen before is no longer there."""
        if self._seen is not None and self._kept() != self._seen:
            raise StorageUnavailable("the identity of the store is not there any more: is its disk mounted?")
