"""Many boxes, written fast: people, their papers, whose ends are spread over two years, and how full each box is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

from boite.accounts.models import User
from boite.clock import midnight
from boite.database.connection import execute_many, transaction
from boite.database.model import Model
from boite.files.models import Node, Space

PAPERS: Final = 12
"""Of each box."""
DATED: Final = 5
"""One paper in so many has an end: about as in the trial of the design."""
BATCH: Final = 20_000
QUOTA: Final = 1_000_000_000
TYPES: Final = ("piece-identite", "rqth-mdph", "permis", "contrat", "justificatif-domicile", "cv", "diplome", "autre")
FULL: Final = 33
"""One box in so many is nearly full."""
SPREAD: Final = 730
"""Days before and after today over which papers end, and over which people last came."""


async def fill(boxes: int, day: date) -> None:
    """So many people, each with a space and its papers."""
    made = midnight(day - timedelta(days=SPREAD))
    await _write(User, (_person(rank, day, made) for rank in range(boxes)))
    await _write(Space, (_space(rank) for rank in range(boxes)))
    await _write(Node, (_root(rank, made) for rank in range(boxes)))
    await _write(Node, (_paper(rank, which, day, made) for rank in range(boxes) for which in range(PAPERS)))


def person_of(rank: int) -> UUID:
    """Who has this box."""
    return UUID(int=(1 << 100) + rank)


def space_of(rank: int) -> UUID:
    """Its space."""
    return UUID(int=(2 << 100) + rank)


def root_of(rank: int) -> UUID:
    """The top of its space."""
    return UUID(int=(3 << 100) + rank)


def _person(rank: int, day: date, made: datetime) -> dict[str, Any]:
    looking = "demandeur-emploi" if rank % 3 == 0 else ""
    seen = day - timedelta(days=rank * 7 % SPREAD)
    return {
        **{"id": person_of(rank), "handle": f"boite-{rank}", "secret_hash": "-", "role": "person"},
        **{"first_name": "Lou", "email": "", "situation": looking, "commune": "", "structure": "", "theme": ""},
        **{"created_at": made, "seen_on": seen},
    }


def _space(rank: int) -> dict[str, Any]:
    used = QUOTA * (81 + rank % 17 if rank % FULL == 0 else rank % 78) // 100
    of = {"id": space_of(rank), "owner_id": person_of(rank), "quota_bytes": QUOTA}
    return of | {"used_bytes": used, "reserved_bytes": 0}


def _root(rank: int, made: datetime) -> dict[str, Any]:
    return _node(root_of(rank), rank, None, "folder", "", made) | {"rank": 0}


def _paper(rank: int, which: int, day: date, made: datetime) -> dict[str, Any]:
    number = rank * PAPERS + which
    ends = day + timedelta(days=number * 11 % (2 * SPREAD) - SPREAD) if number % DATED == 0 else None
    name = f"papier {which}.pdf"
    node = _node(UUID(int=(4 << 100) + number), rank, root_of(rank), "file", name, made)
    changed = made + timedelta(days=number % SPREAD)
    dated = {"valid_until": ends, "validity_on": day - timedelta(days=300)}
    return node | dated | {"document_type": TYPES[number % len(TYPES)], "changed_at": changed}


def _node(identifier: UUID, rank: int, parent: UUID | None, kind: str, name: str, made: datetime) -> dict[str, Any]:
    return {
        **{"id": identifier, "space_id": space_of(rank), "parent_id": parent, "kind": kind, "rank": 1, "name": name},
        **{"name_key": name, "sort_key": name, "body_key": "", "document_type": "", "size": 1000},
        **{"media_type": "application/pdf", "number": 1, "created_at": made, "changed_at": made},
    }


async def _write(model: type[Model], rows: Iterator[dict[str, Any]]) -> None:
    """By batches, each in its own transaction: the memory stays the same whatever their number."""
    while some := list(islice(rows, BATCH)):
        columns = ", ".join(some[0])
        sql = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({', '.join('?' * len(some[0]))})"
        async with transaction():
            await execute_many(sql, [list(row.values()) for row in some])


def first_paper_of(rank: int) -> UUID:
    """The first paper of this box."""
    return UUID(int=(4 << 100) + rank * PAPERS)


async def end_first_papers(ends: date) -> None:
    """The first paper of every box ends on this day."""
    await Node.filter(name="papier 0.pdf").update(valid_until=ends)


async def calm(day: date) -> None:
    """Everybody came lately, and no box is nearly full: nothing else is to be said to them."""
    await User.all().update(seen_on=day)
    await Space.all().update(used_bytes=0)
