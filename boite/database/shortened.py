"""Lists that somebody sees, as long as a page: when more is left out, the list knows it, so that the page says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

Item = TypeVar("Item")
Other = TypeVar("Other")
Row = TypeVar("Row", bound=Model)
LAST_PAGE = 1_000
"""The last page of a list that an address may ask for: a search with other words goes further."""


class Shortened(list[Item]):
    """At most so many lines, and whether others follow."""

    def __init__(self, lines: Iterable[Item], most: int, *, cut: bool | None = None) -> None:
        """`lines`: one more than `most` where others follow, unless `cut` says it."""
        found = list(lines)
        super().__init__(found[:most])
        self.most = most
        self.cut = len(found) > most if cut is None else cut

    def drawn(self, lines: Iterable[Other]) -> Shortened[Other]:
        """What a page says of each of these lines, or of some of them."""
        return Shortened(lines, self.most, cut=self.cut)


async def shortened(query: QuerySet[Row], most: int, page: int = 1) -> Shortened[Row]:
    """One page of this query, in its order. One query."""
    return Shortened(await query.offset((page - 1) * most).limit(most + 1), most)
