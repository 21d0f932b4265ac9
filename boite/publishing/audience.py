"""Where and for whom something is shown, in words; and what a step changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boite.database.long_lists import few
from boite.database.shortened import Shortened
from boite.directory.models import Territory
from boite.directory.sheet.publics import LABELS
from boite.publishing import waiting
from boite.publishing.drafts import Draft
from boite.publishing.rows import P, RevisionRow, Tables


async def where(draft: Draft) -> list[str]:
    """The names of the territories where it is shown; none for the whole region."""
    if draft.territory is None:
        return []
    rows = await Territory.filter(code__in=few([draft.territory, *draft.places])).order_by("name")
    return [row.name for row in rows]


def for_whom(draft: Draft) -> list[str]:
    """The publics that it is for; none for everybody."""
    return [LABELS[code] for code in draft.publics if code in LABELS]


def fields_of(revision: RevisionRow, words: Mapping[str, str]) -> list[str]:
    """What a step changed, in words."""
    return [words[change["field"]] for change in revision.changes if change["field"] in words]


async def corrections(tables: Tables[P], publication: P, words: Mapping[str, str]) -> Shortened[dict[str, Any]]:
    """What was corrected since it was published, as readers see it: the day, the note, the fields."""
    rows = await waiting.corrections(tables, publication)
    return rows.drawn({"at": row.at, "note": row.note, "fields": fields_of(row, words)} for row in rows)
