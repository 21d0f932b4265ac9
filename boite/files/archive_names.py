"""Names inside an archive: safe to unpack anywhere, Windows included, and never twice the same in a folder."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from boite.files import names

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Windows keeps these for its devices, whatever the suffix, the superscript digits included (Win32 naming rules).
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
LONGEST = 120
"""Characters of one name: Windows counts 260 for the whole path."""


def portable(name: str) -> str:
    """A name that every usual system can write: no character or word that Windows refuses, no final dot."""
    name = names.clean(_FORBIDDEN.sub("-", name)).rstrip(". ") or "papier"
    if _DEVICES.fullmatch(name.split(".")[0].strip()):
        name = "_" + name
    return name if len(name) <= LONGEST else _shortened(name)


def _shortened(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix) <= 20 else ""
    return name[: LONGEST - len(suffix)].rstrip(". ") + suffix


class Places:
    """The paths already given in one archive. Case does not make two names different."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, str]] = set()

    def give(self, folder: str, name: str) -> str:
        """A free path for `name` in `folder` (empty, or ending with a slash)."""
        name = free = portable(name)
        number = 2
        while (folder, names.key(free)) in self._taken:
            free = names.numbered(name, number)
            number += 1
        self._taken.add((folder, names.key(free)))
        return folder + free
