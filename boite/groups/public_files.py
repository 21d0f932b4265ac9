"""Which files of the groups' spaces everybody may see: those that a published page shows, and as long as it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import insert_all
from boite.database.long_lists import marks, parts
from boite.database.rows import fetch_as
from boite.errors import Conflict, Forbidden, Invalid
from boite.files import names, picture_widths, uses
from boite.files.models import Node, PreviewState
from boite.files.preview_formats import viewer_for
from boite.files.quota import locked_spaces
from boite.groups import journal_kinds as kinds
from boite.groups.models import PublicFile
from boite.journal.record import entry
from boite.text.visible import shows

GONE = "« {name} » n'est plus dans l'espace du groupe. Choisissez un autre fichier."
NO_PICTURE = "« {name} » n'est pas une image. Choisissez une photo ou un dessin."
UNDRAWN = "« {name} » ne se montre pas : cette image est trop grande ou abîmée. Choisissez-en une autre."
NO_WORDS = "Dites en quelques mots ce que montre l'image."


@dataclass(frozen=True, slots=True)
class PageUse:
    """The page that shows files: its kind (`boite.files.use_rows.PLACES`), its identifier, its title."""

    place: str
    key: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Showing:
    """One file that a page shows."""

    node: Node
    alt: str | None = None
    """What a picture shows, in words: mandatory for a picture. None for what is downloaded or played."""


async def expose(use: PageUse, showings: Sequence[Showing], *, by: User | None) -> None:
    """Make exactly these files public for this page: those that it no longer shows are withdrawn.

    `by` is None when the hour of a publication comes. Raises Forbidden (a folder, or outside of a group's space:
    never a person's box), Conflict (gone, or no picture that can be shown), Invalid (a picture without words).
    """
    former = await uses.of_page(use.place, use.key)
    wanted = {shown.node.id: shown for shown in showings}
    async with locked_spaces(await _spaces([*wanted, *former])):
        rows = await _rows([*wanted, *former])
        for shown in wanted.values():
            _check(shown, rows.get(shown.node.id))
        await picture_widths.order(shown.node for shown in wanted.values() if shown.alt is not None)
        before = await uses.replace([shown.node for shown in wanted.values()], use.place, use.key, use.title)
        await _open(wanted, rows, by)
        await _close(before - wanted.keys(), rows, by)


async def withdraw(use: PageUse, *, by: User | None) -> None:
    """This page no longer shows anything. Files that no other page shows stop being public immediately."""
    await expose(use, [], by=by)


def _check(shown: Showing, row: Mapping[str, Any] | None) -> None:
    if row is None or row["account_id"] is None or row["blob_id"] is None:
        raise Forbidden
    if row["discard_id"] is not None:
        raise Conflict(GONE.format(name=_title(row)))
    if shown.alt is None:
        return
    if not shows(shown.alt):
        raise Invalid(fields={"alt": NO_WORDS})
    if viewer_for(row["media_type"]) != "image":
        raise Conflict(NO_PICTURE.format(name=_title(row)))
    if row["state"] == PreviewState.FAILED:
        raise Conflict(UNDRAWN.format(name=_title(row)))


async def _spaces(node_ids: Sequence[UUID]) -> set[UUID]:
    return {row.space_id for some in parts(node_ids) for row in await Node.filter(id__in=some).only("id", "space_id")}


async def _rows(node_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The rows that decide, read inside the lock. `account_id` is the group's, if it is a group's space."""
    if not node_ids:
        return {}
    rows = await fetch_as(
        "SELECT n.id, n.name, n.kind, n.media_type, n.blob_id, n.discard_id, g.account_id, o.state, p.id AS public,"
        " p.alt FROM files_node n JOIN files_space s ON s.id = n.space_id"
        " LEFT JOIN groups_group g ON g.account_id = s.owner_id"
        " LEFT JOIN files_width_order o ON o.blob_id = n.blob_id"
        f" LEFT JOIN groups_public_file p ON p.node_id = n.id WHERE n.id IN ({marks(node_ids)})",
        *node_ids,
        id=UUID,
        account_id=UUID,
    )
    return {row["id"]: row for row in rows}


async def _open(wanted: Mapping[UUID, Showing], rows: Mapping[UUID, Mapping[str, Any]], by: User | None) -> None:
    for node_id, shown in wanted.items():
        row, alt = rows[node_id], (shown.alt or "").strip()[:300]
        if row["public"] is None:
            file = PublicFile(node_id=node_id, alt=alt, since=now(), by_id=by.id if by else None)
            happening = kinds.Exposed(name=_title(row), node=str(node_id))
            await insert_all(file, entry(happening, owner=_account(row), by=by.id if by else None))
        elif alt and alt != row["alt"]:
            await PublicFile.filter(node_id=node_id).update(alt=alt)


async def _close(left: set[UUID], rows: Mapping[UUID, Mapping[str, Any]], by: User | None) -> None:
    for node_id in left - await uses.still_used(left):
        await PublicFile.filter(node_id=node_id).delete()
        happening = kinds.Withdrawn(name=_title(rows[node_id]), node=str(node_id))
        await insert_all(entry(happening, owner=_account(rows[node_id]), by=by.id if by else None))


def _title(row: Mapping[str, Any]) -> str:
    return names.title(row["name"], row["kind"])


def _account(row: Mapping[str, Any]) -> UUID:
    return cast("UUID", row["account_id"])
