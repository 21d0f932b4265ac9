"""Formats that we only name, by the tables of puremagic."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import puremagic

_SOUND_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,100}")


def media_types(head: bytes, suffix: str) -> list[str]:
    """The media types that these first bytes prove, the best proof first. The suffix chooses between equal ones."""
    if not _may_be_known(head):
        return []
    try:
        # Without the name: puremagic 2 would open a file of that name on our disk.
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return []
    # Shorter proofs are chance; those counted from the end are void, since our bytes are only the beginning.
    proofs = [match for match in matches if len(match.byte_match or b"") >= 4 and (match.offset or 0) >= 0]
    proofs.sort(key=lambda match: (match.extension == suffix, len(match.byte_match)), reverse=True)
    return [str(match.mime_type) for match in proofs if _SOUND_TYPE.fullmatch(match.mime_type or "")]


def _may_be_known(head: bytes) -> bool:
    """Whether any signature is there. puremagic compares all of its 1,437 one by one: 0.8 ms for bytes without any."""
    return any(head[start:stop] in known for (start, stop), known in _signatures().items())


@cache
def _signatures() -> dict[tuple[int, int], set[bytes]]:
    """Those of the beginning of a file, by where they stand in it. The longer ones of several parts begin with one."""
    found: defaultdict[tuple[int, int], set[bytes]] = defaultdict(set)
    for row in puremagic.magic_header_array:
        found[row.offset, row.offset + len(row.byte_match)].add(row.byte_match)
    return dict(found)
