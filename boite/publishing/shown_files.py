"""The files of the groups' spaces that go with a publication: chosen for it, public as long as it is on line."""

from __future__ import annotations

from boite.accounts.models import User
from boite.database.long_lists import few
from boite.files.models import Node
from boite.groups.public_files import PageUse, Showing, expose, withdraw
from boite.publishing.drafts import Draft
from boite.publishing.rows import Publication


async def show(place: str, publication: Publication, draft: Draft, *, by: User | None) -> None:
    """Make public exactly its files, inside the caller's transaction. Raises Conflict, Forbidden.

    `place` is the kind of page that shows them (`boite.files.use_rows.PLACES`).
    """
    found = {node.id: node for node in await Node.filter(id__in=few(draft.files))} if draft.files else {}
    showings = [Showing(found[node]) for node in draft.downloads if node in found]
    if draft.picture in found:
        # Last, so that a picture which is also to be downloaded is drawn.
        showings.append(Showing(found[draft.picture], draft.picture_alt))
    await expose(_use(place, publication), showings, by=by)


async def hide(place: str, publication: Publication, *, by: User | None) -> None:
    """None of its files is public for its sake any more."""
    await withdraw(_use(place, publication), by=by)


def _use(place: str, publication: Publication) -> PageUse:
    return PageUse(place, publication.id, publication.title)
