"""To whom an issue goes: those who asked, and the professionals, by territory and by public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boite.database.connection import fetch
from boite.database.long_lists import marks
from boite.directory.models import REGION
from boite.directory.sheet.gone import gone
from boite.directory.sheet.publics import ASKED, accepting
from boite.newsletter.models import Being, Issue
from boite.text.french import plural

Condition = tuple[str, list[Any]]
BASE = 5
FEW = f"Moins de {BASE} personnes"


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many receive an issue, before it is sent: an estimate, for whoever writes it."""

    asked: int
    professionals: int
    by_public: bool = False
    """Whether only some publics receive it."""

    @property
    def readers(self) -> str:
        """Those who asked, in words. To 5 for some publics: ticked one by one, they would tell what a newcomer said."""
        if not self.by_public:
            return plural(self.asked, "personne")
        return f"Environ {plural(BASE * round(self.asked / BASE), 'personne')}" if self.asked >= BASE else FEW

    @property
    def total(self) -> int:
        """Both together. Somebody who is both counts twice here, and receives one mail."""
        return self.asked + self.professionals


async def count(issue: Issue) -> Estimate:
    """How many mailboxes it would go to now."""
    numbers = {Being.ASKED: 0, Being.PROFESSIONAL: 0}
    for being in beings(issue):
        source, box = ("newsletter_subscription s", "s.mailbox"), ("account_user u", "LOWER(u.email)")
        table, mailbox = source if being == Being.ASKED else box
        where, values = matching(issue, being)
        [row] = await fetch(f"SELECT COUNT(DISTINCT {mailbox}) AS number FROM {table} WHERE {where}", *values)
        numbers[being] = int(row["number"])
    return Estimate(numbers[Being.ASKED], numbers[Being.PROFESSIONAL], by_public=bool(issue.publics))


def beings(issue: Issue) -> list[Being]:
    """The lists that an issue goes to, in the order in which they are read."""
    wanted = ((Being.ASKED, issue.to_asked), (Being.PROFESSIONAL, issue.to_professionals))
    return [being for being, chosen in wanted if chosen]


async def page(issue: Issue, being: Being, after: str, limit: int) -> list[dict[str, Any]]:
    """The next `limit` of a list, with `id` and `address`, after this identifier."""
    table, alias, address = (
        ("newsletter_subscription", "s", "s.address")
        if being == Being.ASKED
        else ("account_user", "u", "u.email AS address")
    )
    where, values = matching(issue, being)
    further = f" AND {alias}.id > ?" if after else ""
    return await fetch(
        f"SELECT {alias}.id, {address} FROM {table} {alias} WHERE {where}{further} ORDER BY {alias}.id LIMIT {limit}",
        *values,
        *([after] if after else []),
    )


def matching(issue: Issue, being: Being) -> Condition:
    """The condition of a list, and its values."""
    return _asked(issue) if being == Being.ASKED else _professionals(issue)


def places(issue: Issue) -> list[str]:
    """The territories whose readers receive it; none: all of them."""
    if issue.territory_id == REGION:
        return [*issue.territories, REGION] if issue.territories else []
    return issue.territories or [issue.territory_id]


def _asked(issue: Issue) -> Condition:
    """Who confirmed and did not end it, here, and is of one of these publics or said nothing of it."""
    parts, values = ["s.confirmed_at IS NOT NULL AND s.ended_at IS NULL"], list[Any]()
    if where := places(issue):
        parts.append(f"s.territory_id IN ({marks(where)})")
        values += where
    if issue.publics:
        said = [code for code in ASKED if accepting(code) & set(issue.publics)]
        any_said = "EXISTS (SELECT 1 FROM newsletter_subscription_public p WHERE p.subscription_id = s.id"
        parts.append(f"(NOT {any_said}) OR {any_said} AND p.code IN ({marks(said)})))" if said else f"NOT {any_said})")
        values += said
    return " AND ".join(parts), values


def _professionals(issue: Issue) -> Condition:
    """Who works in a structure of these territories, or coordinates one of them, and gave an address."""
    where = places(issue)
    here = f" AND t.territory_id IN ({marks(where)})" if where else ""
    return (
        "u.role IN ('professional', 'coordinator') AND u.email <> '' AND u.closing_at IS NULL AND u.disabled_at IS NULL"
        " AND (EXISTS (SELECT 1 FROM directory_membership m JOIN directory_structure t ON t.id = m.structure_id"
        f" WHERE m.user_id = u.id{here} AND NOT EXISTS"
        f" (SELECT 1 FROM directory_ending e WHERE e.structure_id = t.id AND {gone()}))"
        f" OR EXISTS (SELECT 1 FROM directory_coordination t WHERE t.user_id = u.id{here}))",
        where + where,
    )
