"""What a reader of one place's figures is told first, and what they may do about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from boite.directory.maintenance.checks import Watch, count_due
from boite.directory.models import REGION, Territory
from boite.statistics.missed_needs import missed_needs, published_needs
from boite.statistics.places import Path, PlaceSize
from boite.statistics.published import Dashboard
from boite.statistics.takeaways import FiguresRead


async def figures_read(
    dashboard: Dashboard, *, coordinates: Collection[str] = (), works_for: Collection[str] = ()
) -> FiguresRead:
    """What the rules read of a place, for who coordinates these territories and works for these structures.

    Searches are nobody's of one structure: they are told from the territory up. Who coordinates there reads them one by
    one, and is told how many; others are told what is published.
    """
    place = dashboard.place
    alone = place.size == PlaceSize.STRUCTURE
    territories = [] if alone else await _territories(place)
    watch = Watch(structures=[UUID(place.code)]) if alone else Watch(territories=territories)
    coordinated = REGION in coordinates or bool(set(coordinates) & set(place.codes))
    period, missed = dashboard.about.period, published_needs(dashboard)
    if coordinated and not alone:
        missed = await missed_needs(period, _searched(territories))
    return FiguresRead(
        dashboard=dashboard,
        missed=missed,
        unchecked=await count_due(watch),
        writes=REGION in coordinates,
        coordinates=bool(coordinates),
        keeps=coordinated or place.code in works_for,
    )


async def _territories(place: Path) -> list[str]:
    """The codes of the territories of a place: that of the region stands for all."""
    if place.size == PlaceSize.DEPARTMENT:
        found = await Territory.filter(communes__department=place.code).distinct().values_list("code", flat=True)
        return [str(code) for code in found]
    return [place.code]


def _searched(territories: Sequence[str]) -> Sequence[str] | None:
    return None if REGION in territories else territories
